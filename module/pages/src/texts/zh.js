// Every word of the pages in Chinese, a file for each view. en.js has the same keys; the build
// checks that.
import shared from './zh/shared.js';
import report from './zh/report.js';
import follow from './zh/follow.js';
import board from './zh/board.js';
import desk from './zh/desk.js';
import nav from './zh/nav.js';
import photos from './zh/photos.js';
import checks from './zh/checks.js';
import calendar from './zh/calendar.js';
import inspect from './zh/inspect.js';
import directives from './zh/directives.js';
import inspections from './zh/inspections.js';
import standing from './zh/standing.js';
import rulebook from './zh/rulebook.js';

export default {
  ...shared, ...report, ...follow, ...board, ...desk, ...nav, ...photos,
  ...checks, ...calendar, ...inspect, ...inspections, ...directives, ...standing, ...rulebook,
};
