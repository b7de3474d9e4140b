import type { Queryable } from '../../store/store.js';

/** What an outsider says of a checkpoint, by a clock of its own. */
export interface Witnessed {
  readonly kind: 'time-stamp' | 'cosignature' | 'chain';
  readonly at: Date;
  /** Token (base64), line of the cosignature, receipt of the chain (JSON). */
  readonly evidence: string;
}

/** The first checkpoint above an event that outsiders have seen, and what they said of it. */
export interface FirstWitness extends Witnessed {
  readonly place: string;
  readonly size: number;
  /** The checkpoint, signed. */
  readonly note: string;
}

interface WitnessedRow extends Omit<FirstWitness, 'at'> {
  readonly log_index: number;
  readonly witnessed_at: Date;
}

/** What a place has of the log, and what it said last. */
export interface WitnessStanding {
  readonly place: string;
  readonly size: number | null;
  readonly sent_at: Date | null;
  readonly error_code: string | null;
  readonly waiting: number;
  readonly kind: Witnessed['kind'] | null;
  readonly witnessed_size: number | null;
  readonly witnessed_at: Date | null;
  readonly evidence: string | null;
}

/** Every place that a checkpoint was ever sent to. */
export function readStandings(store: Pick<Queryable, 'query'>): Promise<WitnessStanding[]> {
  return store.query<WitnessStanding>(
    `SELECT p.place, p.size, p.sent_at, p.error_code, w.kind, w.size AS witnessed_size, w.witnessed_at, w.evidence,
       (SELECT count(*) FROM log_chain_submission c WHERE c.place = p.place) AS waiting
     FROM log_witness p
     LEFT JOIN LATERAL (SELECT * FROM log_witnessed WHERE place = p.place ORDER BY size DESC LIMIT 1) w ON true
     ORDER BY p.place`,
  );
}

/** Keeps what an outsider said. Said twice of one checkpoint, the first stands. */
export async function keepWitnessed(
  store: Pick<Queryable, 'query'>,
  { place, size, note, kind, at, evidence }: FirstWitness,
  takenAt: Date,
): Promise<void> {
  await store.query(
    `INSERT INTO log_witnessed (size, place, kind, witnessed_at, taken_at, note, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [size, place, kind, at, takenAt, note, evidence],
  );
}

/** By index, for those events that an outsider has seen: the earliest of what is said, of these kinds. */
export async function firstWitnesses(
  store: Pick<Queryable, 'query'>,
  indexes: readonly number[],
  kinds: readonly Witnessed['kind'][] = ['time-stamp', 'cosignature', 'chain'],
): Promise<Map<number, FirstWitness>> {
  const rows = await store.query<WitnessedRow>(
    `SELECT i.log_index, w.* FROM unnest($1::bigint[]) AS i (log_index)
     CROSS JOIN LATERAL (
       SELECT size, place, kind, witnessed_at, note, evidence FROM log_witnessed
       WHERE size > i.log_index AND kind = ANY ($2::text[]) ORDER BY size, witnessed_at LIMIT 1) w`,
    [indexes, kinds],
  );
  return new Map(rows.map(({ log_index: index, witnessed_at: at, ...row }) => [index, { ...row, at }]));
}
