// Every word of the pages in Chinese. en.js has the same keys; the build
// checks that.
import shared from '../../kit/texts/shared.zh.js';
import report from '../../cases/texts/report.zh.js';
import follow from '../../cases/texts/follow.zh.js';
import board from '../../standing/texts/board.zh.js';
import desk from '../../cases/texts/desk.zh.js';
import nav from './nav.zh.js';
import photos from '../../evidence/texts/photos.zh.js';
import checks from '../../scoring/texts/checks.zh.js';
import calendar from '../../calendar/texts/calendar.zh.js';
import inspect from '../../inspections/texts/inspect.zh.js';
import directives from '../../cases/texts/directives.zh.js';
import inspections from '../../inspections/texts/inspections.zh.js';
import standing from '../../standing/texts/standing.zh.js';
import rulebook from '../../rules/texts/rulebook.zh.js';

export default {
  ...shared, ...report, ...follow, ...board, ...desk, ...nav, ...photos,
  ...checks, ...calendar, ...inspect, ...inspections, ...directives, ...standing, ...rulebook,
};
