// Every word of the pages in English. The same keys as zh.js.
import shared from '../../kit/texts/shared.en.js';
import place from '../../campus/texts/place.en.js';
import photos from '../../evidence/texts/photos.en.js';
import rules from '../../rules/texts/rules.en.js';
import rulebook from '../../rules/texts/rulebook.en.js';
import checks from '../../scoring/texts/checks.en.js';
import calendar from '../../calendar/texts/calendar.en.js';
import cases from '../../cases/texts/cases.en.js';
import report from '../../cases/texts/report.en.js';
import follow from '../../cases/texts/follow.en.js';
import desk from '../../cases/texts/desk.en.js';
import directives from '../../cases/texts/directives.en.js';
import inspect from '../../inspections/texts/inspect.en.js';
import inspections from '../../inspections/texts/inspections.en.js';
import board from '../../standing/texts/board.en.js';
import standing from '../../standing/texts/standing.en.js';
import nav from './nav.en.js';

export default {
  ...shared, ...place, ...photos, ...rules, ...rulebook, ...checks, ...calendar, ...cases, ...report, ...follow,
  ...desk, ...directives, ...inspect, ...inspections, ...board, ...standing, ...nav,
};
