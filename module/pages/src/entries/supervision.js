// The bundle for everybody: every element that a page may use. Words come first.
import '../app/texts.js';
import '../cases/report.js';
import '../cases/follow.js';
import '../standing/board.js';
import '../cases/desk.js';
import '../app/app.js';
