import type { Queryable } from '../store/store.js';

/** 迟报、漏报、疑似瞒报、变更未报、撤回仍在. */
export const findingKinds = ['late', 'missed', 'suspected-concealment', 'changed-unreported', 'withdrawn-still-present'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One difference between source, store and receivers. */
export interface Finding {
  readonly kind: FindingKind;
  readonly ground:
    | 'not-stored'
    | 'stored-as-withdrawn'
    | 'content-differs'
    | 'absent-at-source'
    | 'series-gap'
    | 'accepted-and-not-withdrawn'
    | 'overdue'
    | 'met-late';
  /** The same again means the same finding. */
  readonly identity: string;
  readonly recordId?: string;
  readonly targetId?: number;
  /** Position in the source, document number or rule, for people. */
  readonly place?: string;
}

const insertRows = 1000;

/**
 * Writes what a reconciliation found. What was found before stays the same finding: with its decision, if it has one, and
 * open again if it had gone. What is not found any more is cleared.
 * @returns how many are new, or open again, and nobody was told of otherwise: what is late has its warnings
 */
export async function writeFindings(
  transaction: Queryable,
  of: { readonly reconciliation: number; readonly exchange: string; readonly departmentId: number },
  findings: readonly Finding[],
): Promise<number> {
  let fresh = 0;
  for (let from = 0; from < findings.length; from += insertRows) {
    const rows = findings.slice(from, from + insertRows).map((one) => ({
      kind: one.kind,
      ground: one.ground,
      identity: one.identity,
      record_id: one.recordId ?? null,
      target_id: one.targetId === undefined || one.targetId === 0 ? null : one.targetId,
      place: one.place ?? null,
    }));
    const written = await transaction.query<{ kind: FindingKind; is_fresh: boolean }>(
      `WITH former AS (SELECT kind, identity, state FROM reconciliation_finding WHERE exchange = $2)
       INSERT INTO reconciliation_finding AS f (exchange, department_id, kind, ground, identity, record_id, target_id, place, last_seen_in)
       SELECT $2, $3, kind, ground, identity, record_id, target_id, place, $4
       FROM json_to_recordset($1) AS n (kind finding_kind, ground text, identity text, record_id uuid, target_id int, place text)
       ON CONFLICT (exchange, kind, identity) DO UPDATE SET ground = EXCLUDED.ground, place = EXCLUDED.place,
         last_seen_in = EXCLUDED.last_seen_in,
         state = CASE WHEN f.state = 'cleared' THEN 'open' ELSE f.state END
       RETURNING f.kind, NOT EXISTS (SELECT FROM former o WHERE (o.kind, o.identity) = (f.kind, f.identity) AND o.state <> 'cleared') AS is_fresh`,
      [JSON.stringify(rows), of.exchange, of.departmentId, of.reconciliation],
    );
    fresh += written.filter((one) => one.is_fresh && one.kind !== 'late').length;
  }
  await transaction.query(
    `UPDATE reconciliation_finding SET state = 'cleared' WHERE exchange = $1 AND state = 'open' AND last_seen_in <> $2`,
    [of.exchange, of.reconciliation],
  );
  return fresh;
}
