import type { Store } from '../../gateway/store/store.js';
import type { Arrivals } from './books.js';
import { findLogMistakes } from './log-reckoning.js';
import { unsafeTarget } from './workspace.js';

export interface Expected {
  /** Rows by source stream (`department/stream`); the added ones are good. */
  readonly rows: ReadonlyMap<string, { readonly good: number; readonly bad: number }>;
  /** Of everything that reached the receivers, by idempotency key. */
  readonly arrivals: ReadonlyMap<string, Arrivals>;
}

export interface Reckoning {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly held: number;
  readonly waiting: number;
  /** Arrivals beyond the first of a key: repetitions that a receiver saw. */
  readonly repeated: number;
  /** Whatever contradicts the receivers' books, the sources, or itself. Nothing may. */
  readonly mistakes: readonly string[];
}

interface DeliveryRow {
  readonly key: string;
  readonly target: string;
  readonly state: string;
  readonly wait: string | null;
}

/** Holds a store in which everything has settled against the sources and against what the receivers counted. */
export async function reckon(store: Store, expected: Expected): Promise<Reckoning> {
  const deliveries = await store.query<DeliveryRow>(
    `SELECT concat_ws('.', d.record_id, d.target_id, d.version, d.resend) AS key, c.reference AS target,
       d.state::text AS state, o.wait::text AS wait
     FROM every_delivery d JOIN connector c ON c.id = d.target_id
     LEFT JOIN outbox o ON (o.record_id, o.target_id, o.version, o.resend) = (d.record_id, d.target_id, d.version, d.resend)`,
  );
  const mistakes = [
    ...(await findRecordMistakes(store, expected.rows)),
    ...deliveries.flatMap((one) => mistakeOf(one, expected.arrivals.get(one.key)) ?? []),
    ...(await findLeftovers(store)),
    ...(await findLogMistakes(store)),
  ];
  const ours = new Set(deliveries.map(({ key }) => key));
  for (const key of expected.arrivals.keys()) if (!ours.has(key)) mistakes.push(`${key} arrived and is not known here`);
  const count = (state: string): number => deliveries.filter((one) => one.state === state).length;
  const [stored] = await store.query<{ records: number }>('SELECT count(*) AS records FROM record');
  return {
    records: stored?.records ?? 0,
    accepted: count('accepted'),
    rejected: count('rejected'),
    held: count('held'),
    waiting: deliveries.filter((one) => one.wait === 'reference').length,
    repeated: [...expected.arrivals.values()].reduce((sum, { arrived }) => sum + arrived - 1, 0),
    mistakes,
  };
}

/** Why a delivery's state and the receiver's books do not go together; undefined when they do. */
function mistakeOf({ key, target, state, wait }: DeliveryRow, at: Arrivals | undefined): string | undefined {
  const { arrived, accepted, rejected } = at ?? { arrived: 0, accepted: 0, rejected: 0 };
  const found = `${key} is ${state} and was accepted ${String(accepted)}, rejected ${String(rejected)} times of ${String(arrived)} by ${target}`;
  if (accepted > 1) return found;
  switch (state) {
    case 'accepted':
      return accepted === 1 ? undefined : found;
    case 'rejected':
      return accepted === 0 && (rejected > 0 || arrived === 0) ? undefined : found;
    case 'held':
      return target === unsafeTarget ? undefined : found;
    case 'pending':
      return wait === 'reference' && arrived === 0 ? undefined : found;
    default:
      return found;
  }
}

async function findRecordMistakes(store: Store, rows: Expected['rows']): Promise<string[]> {
  const streams = await store.query<{ name: string; records: number; quarantined: number; why: string | null }>(
    `SELECT split_part(c.reference, '/', 1) || '/' || s.name AS name,
       (SELECT count(*) FROM record r WHERE r.origin_stream = s.id) AS records,
       (SELECT count(*) FROM quarantine q WHERE q.stream_id = s.id AND q.kind = 'source-row' AND q.state = 'open') AS quarantined,
       (SELECT string_agg(p ->> 'code' || ' at ' || (p ->> 'path'), ', ') FROM quarantine q, json_array_elements(q.problems) p
        WHERE q.stream_id = s.id AND q.kind = 'source-row' AND q.state = 'open') AS why
     FROM source_stream s JOIN connector c ON c.id = s.connector_id`,
  );
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const mistakes = [...rows].flatMap(([name, { good, bad }]) => {
    const { records = 0, quarantined = 0, why } = byName.get(name) ?? {};
    if (records === good && quarantined === bad) return [];
    return [`${name} has ${String(records)} records and ${String(quarantined)} in quarantine (${why ?? ''}) of ${String(good)} good and ${String(bad)} bad rows`];
  });
  return [...mistakes, ...(await findBroken(store, brokenRecords))];
}

/** Each gives the number of rows that must not be. */
const brokenRecords: Readonly<Record<string, string>> = {
  'records with other than one version': `SELECT count(*) AS n FROM record r WHERE r.current_version <> 1
     OR (SELECT count(*) FROM record_version v WHERE v.record_id = r.id) <> 1`,
  'records that two source rows share': `SELECT count(*) AS n FROM (
     SELECT FROM source_ref WHERE NOT quarantined GROUP BY record_id HAVING count(*) > 1) doubled`,
  'versions that the runs did not count': `SELECT abs((SELECT sum(versions) FROM run) - (SELECT count(*) FROM record_version)) AS n`,
  'deliveries owed and not made, or made and not owed': `SELECT count(*) AS n FROM run_target t
     WHERE owed <> (SELECT count(*) FROM every_delivery d WHERE (d.run_id, d.target_id) = (t.run_id, t.target_id))`,
  'versions that a target of their exchange neither got nor was spared': `SELECT count(*) AS n FROM run_target t JOIN run r ON r.id = t.run_id
     WHERE t.owed + t.not_owed <> r.versions`,
  'records without an obligation where others of their source have one': `SELECT count(*) AS n FROM record r
     WHERE NOT EXISTS (SELECT FROM obligation o WHERE o.subject_id = r.id)
       AND EXISTS (SELECT FROM record other JOIN obligation o ON o.subject_id = other.id WHERE other.origin_stream = r.origin_stream)`,
  'obligations open although their delivery was accepted': `SELECT count(*) AS n FROM obligation o
     JOIN delivery d ON (d.record_id, d.target_id) = (o.subject_id, o.target_id)
     WHERE o.state = 'open' AND o.met_by IN ('handed-over', 'accepted') AND d.state = 'accepted'`,
  'obligations met although their delivery was not accepted': `SELECT count(*) AS n FROM obligation o
     JOIN every_delivery d ON (d.record_id, d.target_id) = (o.subject_id, o.target_id)
     WHERE o.state <> 'open' AND o.met_by = 'accepted' AND d.state IS DISTINCT FROM 'accepted'`,
};

const leftovers: Readonly<Record<string, string>> = {
  'attempts that still hold a place': 'SELECT count(*) AS n FROM attempt_lease',
  'attempts without an end': 'SELECT count(*) AS n FROM delivery_attempt WHERE ended_at IS NULL',
  'exchanges that are still held by a run': 'SELECT count(*) AS n FROM exchange_state WHERE running_by IS NOT NULL',
  'runs without an end': `SELECT count(*) AS n FROM run WHERE state = 'running'`,
  'settled deliveries that are still in the outbox': `SELECT count(*) AS n FROM outbox o JOIN delivery d
     ON (o.record_id, o.target_id, o.version, o.resend) = (d.record_id, d.target_id, d.version, d.resend)`,
};

async function findLeftovers(store: Store): Promise<string[]> {
  return findBroken(store, leftovers);
}

async function findBroken(store: Store, checks: Readonly<Record<string, string>>): Promise<string[]> {
  const mistakes: string[] = [];
  for (const [what, sql] of Object.entries(checks)) {
    const [row] = await store.query<{ n: number | string }>(sql);
    if (Number(row?.n) !== 0) mistakes.push(`${String(row?.n)} ${what}`);
  }
  return mistakes;
}
