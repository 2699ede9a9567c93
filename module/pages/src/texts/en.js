// Every word of the pages in English. The same keys as zh.js.
import shared from './en/shared.js';
import report from './en/report.js';
import follow from './en/follow.js';
import board from './en/board.js';
import desk from './en/desk.js';
import nav from './en/nav.js';
import photos from './en/photos.js';
import checks from './en/checks.js';
import calendar from './en/calendar.js';
import inspect from './en/inspect.js';
import directives from './en/directives.js';
import inspections from './en/inspections.js';
import standing from './en/standing.js';
import rulebook from './en/rulebook.js';

export default {
  ...shared, ...report, ...follow, ...board, ...desk, ...nav, ...photos,
  ...checks, ...calendar, ...inspect, ...inspections, ...directives, ...standing, ...rulebook,
};
