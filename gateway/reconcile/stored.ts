import type { ExchangePlan } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { Finding } from './findings.js';
import { seriesGaps } from './series.js';

/** A stored record as a reconciliation looks at it. */
export interface StoredHere {
  readonly id: string;
  readonly contentHash: Buffer;
  readonly eventDate: string | null;
  readonly withdrawn: boolean;
  /** Its current version is accepted by every receiver that is owed it. */
  readonly isAccepted: boolean;
  readonly isLate: boolean;
}

interface StoredRow extends StoredHere {
  readonly keyHash: Buffer;
}

/** The records of a batch of source rows, by id and by key hash. */
export async function readStored(
  store: Pick<Queryable, 'query'>,
  plan: ExchangePlan,
  wanted: { readonly ids: readonly string[]; readonly keyHashes: readonly Buffer[] },
): Promise<{ byId: ReadonlyMap<string, StoredHere>; byKey: ReadonlyMap<string, StoredHere> }> {
  const rows = await store.query<StoredRow>(
    `SELECT r.id, r.key_hash AS "keyHash", r.content_hash AS "contentHash", r.withdrawn, v.event_date AS "eventDate",
       NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = r.id)
         AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.record_id = r.id AND d.version = r.current_version
           AND d.state = 'rejected' AND NOT EXISTS (SELECT 1 FROM delivery n
             WHERE (n.record_id, n.target_id, n.version) = (d.record_id, d.target_id, d.version) AND n.state = 'accepted'))
         AS "isAccepted",
       EXISTS (SELECT 1 FROM obligation b WHERE b.subject_id = r.id
         AND (b.state = 'met-late' OR (b.state = 'open' AND b.due_at < now()))) AS "isLate"
     FROM record r
     JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
     WHERE r.id = ANY($1::uuid[]) OR (r.key_hash = ANY($2::bytea[]) AND r.dataset_id = $3 AND r.department_id = $4)`,
    [wanted.ids, wanted.keyHashes, plan.dataset.id, plan.departmentId],
  );
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    byKey: new Map(rows.map((row) => [row.keyHash.toString('latin1'), row])),
  };
}

const pageRows = 5000;
const findingsMax = 10_000;

/**
 * Goes through all that is stored of a stream: what stands here and is absent at the source, and gaps in the series of
 * document numbers. Both are for a person to judge. Without `seen` nothing counts as absent;
 * `otherDocuments` are numbers that the source shows besides.
 */
export async function findConcealed(
  store: Pick<Queryable, 'query'>,
  plan: ExchangePlan,
  seen: ReadonlySet<string> | undefined,
  otherDocuments: ReadonlySet<string>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const documentNumbers = new Set(otherDocuments);
  for (let after: string | null = null; ; ) {
    const rows: { id: string; withdrawn: boolean; document: string | null }[] = await store.query(
      `SELECT r.id, r.withdrawn, v.content->>'documentNumber' AS document FROM record r
       JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
       WHERE r.origin_stream = $1 AND r.dataset_id = $2 AND ($3::uuid IS NULL OR r.id > $3) ORDER BY r.id LIMIT ${pageRows}`,
      [plan.source.streamId, plan.dataset.id, after],
    );
    for (const { id, withdrawn, document } of rows) {
      if (document !== null) documentNumbers.add(document);
      if (withdrawn || !seen || seen.has(bytesOf(id)) || findings.length >= findingsMax) continue;
      findings.push({ kind: 'suspected-concealment', ground: 'absent-at-source', identity: id, recordId: id, place: document ?? undefined });
    }
    const last = rows.at(-1);
    if (rows.length < pageRows || !last) break;
    after = last.id;
  }
  const gaps = seriesGaps(documentNumbers).map(
    ({ documentNumber }): Finding => ({
      kind: 'suspected-concealment',
      ground: 'series-gap',
      identity: documentNumber,
      place: documentNumber,
    }),
  );
  return [...findings, ...gaps];
}

/** What receivers hold although it was withdrawn and the time to withdraw it is over, and what is or was late. */
export async function findAtReceivers(store: Pick<Queryable, 'query'>, plan: ExchangePlan): Promise<Finding[]> {
  const held = await store.query<{ record_id: string; target_id: number }>(
    `SELECT r.id AS record_id, last.target_id FROM record r
     JOIN LATERAL (
       SELECT DISTINCT ON (d.target_id) d.target_id, d.operation FROM delivery d
       WHERE d.record_id = r.id AND d.state = 'accepted' ORDER BY d.target_id, d.version DESC, d.resend DESC) last ON true
     WHERE r.origin_stream = $1 AND r.dataset_id = $2 AND r.withdrawn AND last.operation = 'upsert'
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = r.id AND o.target_id = last.target_id
         AND o.state <> 'held' AND o.due_at > now())
     ORDER BY r.id, last.target_id LIMIT ${findingsMax}`,
    [plan.source.streamId, plan.dataset.id],
  );
  const late = await store.query<{ record_id: string; target_id: number; rule: string; state: string }>(
    `SELECT b.subject_id AS record_id, b.target_id, d.name AS rule, b.state FROM obligation b
     JOIN record r ON r.id = b.subject_id JOIN deadline_rule d ON d.id = b.rule_id
     WHERE r.origin_stream = $1 AND r.dataset_id = $2 AND (b.state = 'met-late' OR (b.state = 'open' AND b.due_at < now()))
     ORDER BY b.due_at, b.subject_id LIMIT ${findingsMax}`,
    [plan.source.streamId, plan.dataset.id],
  );
  return [
    ...held.map(
      (row): Finding => ({
        kind: 'withdrawn-still-present',
        ground: 'accepted-and-not-withdrawn',
        identity: `${row.record_id}/${String(row.target_id)}`,
        recordId: row.record_id,
        targetId: row.target_id,
      }),
    ),
    ...late.map(
      (row): Finding => ({
        kind: 'late',
        ground: row.state === 'open' ? 'overdue' : 'met-late',
        identity: `${row.record_id}/${String(row.target_id)}/${row.rule}`,
        recordId: row.record_id,
        targetId: row.target_id,
        place: row.rule,
      }),
    ),
  ];
}

/** A record's id in the form that a comparison remembers: a third of the memory of its text. */
export function bytesOf(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('latin1');
}
