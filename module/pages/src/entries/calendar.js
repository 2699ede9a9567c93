import '../app/texts.js';
import '../calendar/calendar.js';
