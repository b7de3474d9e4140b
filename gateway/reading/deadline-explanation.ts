import { GatewayError } from '../../schemas/errors.js';
import { layersOfDivision, type CalendarLayer } from '../deadlines/calendar-layer.js';
import { createCalendar } from '../deadlines/calendar.js';
import { explainDeadline } from '../deadlines/explain.js';
import type { DeadlineRuleSpec } from '../deadlines/rule.js';
import type { DeadlineExplanationView, ObligationServices } from '../services/obligations.js';
import type { Reader } from './scope.js';

/** `spec` of the newest version of each resource of a kind, by name where one is wanted. */
const newestSpecs = `
  SELECT DISTINCT ON (department, name) manifest -> 'spec' AS spec FROM resource_version
  WHERE kind = $1 AND ($2::text IS NULL OR name = $2)
  ORDER BY department, name, version DESC`;

/**
 * How a rule comes from a day to its due day, by the rule and the calendar of the department that are in force now. Rules
 * and calendars are law, no department's data. Throws API_RESOURCE_MISSING and DEADLINE_DATE_NOT_COVERED.
 */
export async function explainDue(
  { store }: Pick<Reader, 'store'>,
  { rule, from, department }: Parameters<ObligationServices['explain']>[0],
): Promise<DeadlineExplanationView> {
  const [[ruled], layers, [settled]] = await Promise.all([
    store.query<{ spec: DeadlineRuleSpec }>(newestSpecs, ['DeadlineRule', rule]),
    store.query<{ spec: CalendarLayer }>(newestSpecs, ['Calendar', null]),
    store.query<{ spec: { divisionCode: string } }>(newestSpecs, ['Department', department]),
  ]);
  if (!ruled || !settled) throw new GatewayError('API_RESOURCE_MISSING', { rule, department });
  const calendar = createCalendar(layersOfDivision(layers.map(({ spec }) => spec), settled.spec.divisionCode));
  const { document, opening, closing } = explainDeadline({ name: rule, spec: ruled.spec }, from, calendar);
  return { ...document, opening, closing };
}
