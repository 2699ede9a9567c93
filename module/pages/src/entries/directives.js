import '../app/texts.js';
import '../cases/directives.js';
