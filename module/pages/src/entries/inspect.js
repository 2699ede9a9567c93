import '../app/texts.js';
import '../inspections/inspect.js';
