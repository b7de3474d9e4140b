import type { CalendarLayer } from '../deadlines/calendar-layer.js';
import { departmentCalendars } from '../deadlines/department-calendars.js';
import { alwaysOpen, type Opening, type OpeningHours, openingOf } from '../deadlines/opening-hours.js';
import type { Queryable } from '../store/store.js';
import { shippedDepartment } from '../../mappings/fragment.js';

/**
 * When receivers take records, by the connectors and calendars that were applied last; those without hours always do.
 * Reads the calendars only where some receiver has hours.
 */
export async function readReceiverHours(store: Pick<Queryable, 'query'>): Promise<(target: string) => Opening> {
  const rows = await store.query<{ name: string; hours: OpeningHours | null; division: string | null }>(
    `WITH newest AS (
       SELECT DISTINCT ON (kind, department, name) kind, department, name, manifest FROM resource_version
       WHERE kind IN ('Connector', 'Department') ORDER BY kind, department, name, version DESC)
     SELECT c.department || '/' || c.name AS name, c.manifest #> '{spec,delivery,openingHours}' AS hours,
       d.manifest #>> '{spec,divisionCode}' AS division
     FROM newest c LEFT JOIN newest d ON d.kind = 'Department' AND d.name = c.department
     WHERE c.kind = 'Connector' AND c.manifest #> '{spec,delivery,openingHours}' IS NOT NULL`,
  );
  if (rows.length === 0) return () => alwaysOpen;
  const calendarOf = departmentCalendars(await calendarLayers(store), (division) => division);
  const openings = new Map(rows.map(({ name, hours, division }) => [name, openingOf(hours ?? undefined, calendarOf(division ?? ''))]));
  return (target) => openings.get(target) ?? alwaysOpen;
}

/** The calendars in force: a workspace's own in place of the shipped ones of their names. */
async function calendarLayers(store: Pick<Queryable, 'query'>): Promise<CalendarLayer[]> {
  const rows = await store.query<{ name: string; department: string; spec: CalendarLayer }>(
    `SELECT DISTINCT ON (department, name) name, department, manifest -> 'spec' AS spec
     FROM resource_version WHERE kind = 'Calendar' ORDER BY department, name, version DESC`,
  );
  const own = rows.filter(({ department }) => department !== shippedDepartment);
  const overridden = new Set(own.map(({ name }) => name));
  const shipped = rows.filter(({ department, name }) => department === shippedDepartment && !overridden.has(name));
  return [...shipped, ...own].map(({ spec }) => spec);
}
