import { type CalendarLayer, layersOfDivision } from './calendar-layer.js';
import { type Calendar, createCalendar } from './calendar.js';

/** The calendar that each department works by, made when it is first asked for; `divisionOf` chooses its layers. */
export function departmentCalendars(
  layers: readonly CalendarLayer[],
  divisionOf: (department: string) => string,
): (department: string) => Calendar {
  const calendars = new Map<string, Calendar>();
  return (department) => {
    const division = divisionOf(department);
    const known = calendars.get(division);
    if (known) return known;
    const made = createCalendar(layersOfDivision(layers, division));
    calendars.set(division, made);
    return made;
  };
}
