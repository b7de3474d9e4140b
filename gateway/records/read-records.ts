import type { LogStation } from '../exchange-log/entry.js';
import { blockEvents, findWords } from '../exchange-log/search/projector.js';
import type { Hashes } from '../ingest/context.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Reader } from '../reading/scope.js';
import type { Page, PageRequest } from '../services/page.js';
import type { PurposeView, RecordFilter, RecordObligationView, RecordVersionView } from '../services/records.js';
import { finderHash } from './finder.js';

export interface RecordRow {
  readonly id: string;
  readonly dataset: string;
  readonly department: string;
  readonly version: number;
  readonly isWithdrawn: boolean;
  readonly eventDate: string | null;
  readonly storedAt: Date;
}

const recordColumns = `
  SELECT r.id, s.name AS dataset, d.name AS department, r.current_version AS version, r.withdrawn AS "isWithdrawn",
    v.event_date AS "eventDate", v.made_at AS "storedAt"
  FROM record r
  JOIN department d ON d.id = r.department_id
  JOIN dataset s ON s.id = r.dataset_id
  JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
  WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

export async function readRecord({ store, scope }: Reader, id: string): Promise<RecordRow | undefined> {
  const [row] = await store.query<RecordRow>(`${recordColumns} AND r.id = $2`, [scopeParameter(scope), id]);
  return row;
}

/** One more than the page has, newest first. */
export async function findRecords(
  { store, scope }: Reader,
  fingerprint: Hashes['fingerprint'],
  { number, subject, department, dataset }: RecordFilter,
  page: PageRequest,
): Promise<RecordRow[]> {
  const hashes = [
    ...(number === undefined ? [] : [finderHash(fingerprint, 'number', number)]),
    ...(subject === undefined ? [] : [finderHash(fingerprint, 'subject', subject)]),
  ];
  return store.query<RecordRow>(
    `${recordColumns} AND r.id IN (SELECT record_id FROM record_finder WHERE hash = $2)
       AND ($3::bytea IS NULL OR EXISTS (SELECT 1 FROM record_finder f WHERE (f.hash, f.record_id) = ($3, r.id)))
       AND ($4::text IS NULL OR d.name = $4) AND ($5::text IS NULL OR s.name = $5) AND ($6::uuid IS NULL OR r.id < $6)
     ORDER BY r.id DESC LIMIT $7`,
    [scopeParameter(scope), hashes[0], hashes[1] ?? null, department ?? null, dataset ?? null, ...positionOf(page, ['uuid']), page.limit + 1],
  );
}

export async function readVersions({ store, scope }: Reader, id: string): Promise<RecordVersionView[]> {
  const rows = await store.query<Omit<RecordVersionView, 'madeAt'> & { readonly madeAt: Date }>(
    `SELECT v.version, v.operation, v.event_date AS "eventDate", v.run_id AS run, c.reference || ' ' || st.name AS source,
       v.made_at AS "madeAt"
     FROM record_version v JOIN department d ON d.id = v.department_id
     JOIN source_stream st ON st.id = v.origin_stream JOIN connector c ON c.id = st.connector_id
     WHERE ($1::text[] IS NULL OR d.name = ANY ($1)) AND v.record_id = $2
     ORDER BY v.version DESC`,
    [scopeParameter(scope), id],
  );
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt) }));
}

export async function readObligations({ store, scope }: Reader, id: string): Promise<RecordObligationView[]> {
  const rows = await store.query<Omit<RecordObligationView, 'metAt'> & { readonly metAt: Date | null }>(
    `SELECT r.name AS rule, c.reference AS target, o.state, o.trigger_date AS "triggerDate", o.due_on AS "dueOn", o.met_at AS "metAt"
     FROM obligation o JOIN deadline_rule r ON r.id = o.rule_id JOIN department d ON d.id = o.department_id
     LEFT JOIN connector c ON c.id = o.target_id
     WHERE ($1::text[] IS NULL OR d.name = ANY ($1)) AND o.subject_id = $2
     ORDER BY o.due_at, r.name, c.reference`,
    [scopeParameter(scope), id],
  );
  return rows.map((row) => ({ ...row, metAt: iso(row.metAt) }));
}

interface PurposeRow extends Omit<PurposeView, 'firstAt' | 'lastAt'> {
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const unmasked: LogStation = 'record-unmasked';

/** By the tables that the log is searched by; a purpose is the first word of what the event says. */
export async function readPurposes({ store, scope }: Reader, page: PageRequest): Promise<Page<PurposeView>> {
  const words = new Map((await findWords(store, [unmasked, ...(scope === 'all' ? [] : scope)])).map(({ word, id }) => [word, id]));
  const station = words.get(unmasked);
  if (station === undefined) return { items: [], next: null };
  const departments = scope === 'all' ? null : scope.map((name) => words.get(name) ?? 0);
  const rows = await store.query<PurposeRow>(
    `WITH looked AS (
       SELECT split_part(c.word, ' ', 1) AS reference, a.word AS person, e.record_id, e.at
       FROM log_block b
       JOIN log_entry e ON e.log_index >= b.block * ${String(blockEvents)} AND e.log_index < (b.block + 1) * ${String(blockEvents)}
       JOIN log_word c ON c.id = e.code JOIN log_word a ON a.id = e.actor
       WHERE b.words @> ARRAY[$1::int] AND e.station = $1 AND ($2::int[] IS NULL OR e.department = ANY ($2))),
     counted AS (
       SELECT reference, person, count(DISTINCT record_id)::int AS records, count(*)::int AS times, min(at) AS "firstAt", max(at) AS "lastAt"
       FROM looked GROUP BY reference, person)
     SELECT * FROM counted
     WHERE ($3::int IS NULL OR (-times, reference, person) > (-$3::int, $4::text, $5::text))
     ORDER BY -times, reference, person LIMIT $6`,
    [station, departments, ...positionOf(page, ['number', 'text', 'text']), page.limit + 1],
  );
  return pageOf(
    rows,
    page,
    (row) => ({ ...row, firstAt: iso(row.firstAt), lastAt: iso(row.lastAt) }),
    (row) => [row.times, row.reference, row.person],
  );
}
