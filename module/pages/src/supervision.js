// The bundle: every element that a page may use.
import './views/report.js';
import './views/follow.js';
import './views/board.js';
import './views/desk.js';
import './views/app.js';
