import '../app/texts.js';
import '../inspections/inspections.js';
