// The bundle: every element that a page may use.
import './cases/report.js';
import './cases/follow.js';
import './standing/board.js';
import './cases/desk.js';
import './app/app.js';
