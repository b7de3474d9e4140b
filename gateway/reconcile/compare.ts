import { GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext } from '../ingest/context.js';
import type { SourceRef } from '../ingest/decide.js';
import { readRefs } from '../ingest/known.js';
import { rowTrouble } from '../ingest/poison.js';
import { prepareRow, type PreparedRow } from '../ingest/prepare.js';
import { identifyRows, type IdentifiedRow } from '../ingest/rows.js';
import type { Finding } from './findings.js';
import { bytesOf, readStored, type StoredHere } from './stored.js';

/** Counts of one legal day; `source` = `same` + what is missing or differs. */
export interface DayCounts {
  source: number;
  /** Stored with the same content. */
  same: number;
  /** Of them accepted by every receiver that is owed them. */
  accepted: number;
  /** Of them late at some receiver. */
  late: number;
}

export interface Comparison {
  readonly days: Map<string, DayCounts>;
  readonly findings: Finding[];
  /** Ids of the records that the source shows, as 16 bytes each. */
  readonly seen: Set<string>;
  /** Document numbers of rows in quarantine: they are no gaps in a series. */
  readonly unstoredDocuments: Set<string>;
  rows: number;
  quarantined: number;
  /** The source said that this was all of it: only then does absence mean anything. */
  isComplete: boolean;
}

const rowsMax = 5_000_000;
const findingsMax = 10_000;

/**
 * Reads the whole source, stores nothing, and holds every row against what is stored of it, by key and content hash.
 * Throws RECONCILE_TOO_LARGE beyond five million rows.
 */
export async function compareSource(context: IngestContext, plan: ExchangePlan, signal: AbortSignal): Promise<Comparison> {
  const found: Comparison = { days: new Map(), findings: [], seen: new Set(), unstoredDocuments: new Set(), rows: 0, quarantined: 0, isComplete: false };
  const connector = plan.source.open();
  try {
    if (!connector.pull) throw new GatewayError('INGEST_SOURCE_CANNOT_PULL', { connector: plan.source.connector });
    for await (const batch of connector.pull({ ...plan.source, mode: 'snapshot', cursor: null }, signal)) {
      const { rows } = identifyRows(batch.changes, plan.source.mapping, context.hashes.fingerprint);
      await compareBatch(context, plan, rows.filter(({ op }) => op === 'upsert'), found);
      found.isComplete = batch.snapshotComplete ?? false;
      if (found.rows > rowsMax) throw new GatewayError('RECONCILE_TOO_LARGE', { exchange: plan.exchange, rowsMax });
    }
    return found;
  } finally {
    await connector.close();
  }
}

async function compareBatch(
  context: IngestContext,
  plan: ExchangePlan,
  rows: readonly IdentifiedRow[],
  found: Comparison,
): Promise<void> {
  const refs = await readRefs(context.store, plan.source.streamId, rows.map((row) => row.sourceKey));
  const { hashes } = context;
  const tools = { dataset: plan.dataset, mapping: plan.source.mapping, hashes, today: shanghaiDate(context.now()) };
  const judged = rows.map((row) => {
    const ref = refs.get(row.sourceKey.toString('latin1'));
    const isAsLast = ref?.rowHash.equals(row.rowHash) === true;
    return { row, ref, prepared: isAsLast ? undefined : prepareRow(row, tools) };
  });
  const stored = await readStored(context.store, plan, {
    ids: judged.flatMap(({ ref }) => ref?.recordId ?? []),
    keyHashes: judged.flatMap(({ prepared }) => keyHashOf(prepared) ?? []),
  });
  for (const { row, ref, prepared } of judged) {
    const record = recordOf(ref, keyHashOf(prepared), stored);
    found.rows += 1;
    if (record) found.seen.add(bytesOf(record.id));
    if (ref?.quarantined || prepared?.kind === 'bad') {
      found.quarantined += 1;
      const document = documentNumberOf(plan, row);
      if (document !== undefined) found.unstoredDocuments.add(document);
      continue;
    }
    const day = record?.eventDate ?? (prepared?.kind === 'good' ? prepared.eventDate : undefined) ?? '';
    const isSame = record !== undefined && (prepared?.kind !== 'good' || record.contentHash.equals(prepared.contentHash));
    count(found.days, day, record, isSame);
    if (isSame && !record.withdrawn) continue;
    add(found.findings, differenceOf(row, record));
  }
}

/** As far as a row in quarantine shows one. */
function documentNumberOf({ source, dataset }: ExchangePlan, { row }: IdentifiedRow): string | undefined {
  if (rowTrouble(row)) return undefined;
  const mapped = source.mapping.run(row);
  return dataset.documentNumber(mapped.ok ? mapped.record : mapped.partial);
}

function keyHashOf(prepared: PreparedRow | undefined): Buffer | undefined {
  return prepared === undefined || prepared.kind === 'gone' ? undefined : prepared.keyHash;
}

function recordOf(
  ref: SourceRef | undefined,
  keyHash: Buffer | undefined,
  stored: { byId: ReadonlyMap<string, StoredHere>; byKey: ReadonlyMap<string, StoredHere> },
): StoredHere | undefined {
  const own = ref && stored.byId.get(ref.recordId);
  return own ?? (keyHash && stored.byKey.get(keyHash.toString('latin1')));
}

/** Nobody reported the row; or it stands in the source otherwise than it was reported, or was reported as withdrawn. */
function differenceOf(row: IdentifiedRow, record: StoredHere | undefined): Finding {
  const isMissed = record === undefined || record.withdrawn;
  return {
    kind: isMissed ? 'missed' : 'changed-unreported',
    ground: record === undefined ? 'not-stored' : record.withdrawn ? 'stored-as-withdrawn' : 'content-differs',
    identity: row.sourceKey.toString('hex'),
    recordId: record?.id,
    place: row.position,
  };
}

function count(days: Map<string, DayCounts>, day: string, record: StoredHere | undefined, isSame: boolean): void {
  const counts = days.get(day) ?? { source: 0, same: 0, accepted: 0, late: 0 };
  days.set(day, counts);
  counts.source += 1;
  if (!record || !isSame || record.withdrawn) return;
  counts.same += 1;
  if (record.isAccepted) counts.accepted += 1;
  if (record.isLate) counts.late += 1;
}

function add(findings: Finding[], finding: Finding): void {
  if (findings.length < findingsMax) findings.push(finding);
}
