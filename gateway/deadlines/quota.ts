import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Queryable } from '../store/store.js';
import { dayNumber, dayText } from './civil-date.js';
import type { CoverageQuota, Quota } from './rule.js';

export interface QuotaRequest {
  readonly departmentId: number;
  readonly datasets: readonly string[];
  /** Receiver that has to have accepted the records; 0: they have to be stored. */
  readonly targetId: number;
  /** First and last legal date of the records that count. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly quota: Quota;
  readonly applies?: (record: JsonObject) => boolean;
}

interface CountedRow {
  readonly id: string;
  readonly content: string;
  readonly at: Date;
  readonly at_text: string;
}

const pageRows = 1000;
/** A coverage is looked for in at most so many records of a period. */
const pagesMax = 10_000;

/**
 * When a period's quota was reached: the instant at which the last record that it needed was accepted (or stored, where
 * no receiver is named). Undefined while it is not. Records that were withdrawn since do not count. Reads no further than
 * it has to; fields that hold personal data are sealed and cannot be counted by.
 */
export async function quotaReachedAt(store: Queryable, request: QuotaRequest): Promise<Date | undefined> {
  const { quota, applies } = request;
  const listed = 'records' in quota ? undefined : await listedThings(store, request.departmentId, quota);
  const needed = 'records' in quota ? quota.records : Math.ceil(((listed?.size ?? 0) * quota.percent) / 100);
  // Where nothing is listed there is nothing to cover: the duty stays open, for the list itself is missing.
  if (needed === 0) return undefined;
  const counted = new Set<string>();
  let after: CountedRow | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const rows = await countedRows(store, request, after);
    for (const row of rows) {
      const record = JSON.parse(row.content) as JsonObject;
      if (applies && !applies(record)) continue;
      const thing = 'records' in quota ? row.id : textAt(record, quota.field);
      if (thing === undefined || (listed && !listed.has(thing))) continue;
      counted.add(thing);
      if (counted.size >= needed) return row.at;
    }
    after = rows.at(-1);
    if (rows.length < pageRows) return undefined;
  }
  return undefined;
}

/** The next records of the period in the order in which they were accepted or stored. */
async function countedRows(
  store: Queryable,
  { departmentId, datasets, targetId, firstDay, lastDay }: QuotaRequest,
  after: CountedRow | undefined,
): Promise<CountedRow[]> {
  return store.query<CountedRow>(
    `SELECT id, content, at, at::text AS at_text FROM (
       SELECT r.id, v.content::text AS content,
         CASE WHEN $3 = 0
           THEN (SELECT min(f.made_at) FROM record_version f WHERE f.record_id = r.id)
           ELSE (SELECT min(d.handed_over_at) FROM delivery d
             WHERE d.record_id = r.id AND d.target_id = $3 AND d.state = 'accepted' AND d.operation = 'upsert')
         END AS at
       FROM record r
       JOIN dataset s ON s.id = r.dataset_id AND s.name = ANY($2::text[])
       JOIN record_version v ON v.record_id = r.id AND v.version = r.current_version AND v.month = r.current_month
       WHERE r.department_id = $1 AND NOT r.withdrawn AND v.event_date BETWEEN $4 AND $5 AND r.current_month >= $6) AS counted
     WHERE at IS NOT NULL AND ($7::timestamptz IS NULL OR (at, id) > ($7::timestamptz, $8::uuid))
     ORDER BY at, id LIMIT ${pageRows}`,
    [departmentId, datasets, targetId, firstDay, lastDay, monthBefore(firstDay), after?.at_text ?? null, after?.id ?? null],
  );
}

/** What a coverage is measured against: the values of the field in the department's present records. */
async function listedThings(store: Queryable, departmentId: number, { of }: CoverageQuota): Promise<ReadonlySet<string>> {
  const rows = await store.query<{ thing: string }>(
    `SELECT DISTINCT v.content #>> $3::text[] AS thing FROM record r
     JOIN dataset s ON s.id = r.dataset_id AND s.name = $2
     JOIN record_version v ON v.record_id = r.id AND v.version = r.current_version AND v.month = r.current_month
     WHERE r.department_id = $1 AND NOT r.withdrawn AND v.content #>> $3::text[] IS NOT NULL`,
    [departmentId, of.dataset, of.field.split('.')],
  );
  return new Set(rows.map(({ thing }) => thing));
}

/** First day of the month that holds the day before: a Shanghai day begins in the UTC month before its own. */
function monthBefore(firstDay: string): string {
  return `${dayText((dayNumber(firstDay) ?? 0) - 1).slice(0, 7)}-01`;
}

function textAt(record: JsonObject, field: string): string | undefined {
  let value: JsonValue | undefined = record;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
