import '../app/texts.js';
import '../standing/standing.js';
