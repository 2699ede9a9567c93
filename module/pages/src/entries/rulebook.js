import '../app/texts.js';
import '../rules/rulebook.js';
