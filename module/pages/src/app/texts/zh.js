// Every word of the pages in Chinese. en.js has the same keys; the build
// checks that.
import shared from '../../kit/texts/shared.zh.js';
import place from '../../campus/texts/place.zh.js';
import photos from '../../evidence/texts/photos.zh.js';
import rules from '../../rules/texts/rules.zh.js';
import rulebook from '../../rules/texts/rulebook.zh.js';
import checks from '../../scoring/texts/checks.zh.js';
import calendar from '../../calendar/texts/calendar.zh.js';
import cases from '../../cases/texts/cases.zh.js';
import report from '../../cases/texts/report.zh.js';
import follow from '../../cases/texts/follow.zh.js';
import desk from '../../cases/texts/desk.zh.js';
import directives from '../../cases/texts/directives.zh.js';
import inspect from '../../inspections/texts/inspect.zh.js';
import inspections from '../../inspections/texts/inspections.zh.js';
import board from '../../standing/texts/board.zh.js';
import standing from '../../standing/texts/standing.zh.js';
import nav from './nav.zh.js';

export default {
  ...shared, ...place, ...photos, ...rules, ...rulebook, ...checks, ...calendar, ...cases, ...report, ...follow,
  ...desk, ...directives, ...inspect, ...inspections, ...board, ...standing, ...nav,
};
