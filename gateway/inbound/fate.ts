import { inboundChanges, inboundPlace } from '../../connectors/inbound/pull.js';
import type { InboundBatch } from '../../connectors/connector.js';
import { GatewayError } from '../../schemas/errors.js';
import type { Problem } from '../../schemas/problem.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext } from '../ingest/context.js';
import { sourceKeyHash } from '../ingest/rows.js';
import type { Queryable } from '../store/store.js';
import { openBatch, type SealedBatch } from './buffer.js';

/** How the row that was pushed stands now. `not-kept`: the exchange leaves such rows out. */
export interface InboundRowFate {
  readonly position: string;
  readonly state: 'waiting' | 'stored' | 'withdrawn' | 'quarantined' | 'not-kept';
  readonly record: string | null;
  readonly version: number | null;
  readonly problems: readonly Problem[];
}

export interface InboundFate {
  readonly batch: string;
  readonly takenAt: string;
  readonly exchanges: readonly {
    readonly exchange: string;
    readonly isRead: boolean;
    readonly rows: readonly InboundRowFate[];
  }[];
}

export interface FateTools extends Pick<IngestContext, 'store' | 'hashes' | 'sealing'> {
  readonly plans: () => ReadonlyMap<string, ExchangePlan>;
}

interface RefRow {
  readonly source_key: Buffer;
  readonly record_id: string;
  readonly quarantined: boolean;
  readonly version: number | null;
  readonly withdrawn: boolean | null;
  readonly problems: readonly Problem[] | null;
}

/**
 * What became of each row of a batch. A row whose key was pushed again later stands as the latest of them does.
 * Throws API_RESOURCE_MISSING for a batch that was never taken or is kept no longer.
 */
export async function fateOfBatch(tools: FateTools, connector: string, stream: string, batch: string): Promise<InboundFate> {
  const { store } = tools;
  const [kept] = await store.query<SealedBatch & { taken_at: Date }>(
    `SELECT b.id, b.place, b.name, b.sealed, b.data_key_id, b.taken_at FROM inbound_batch b
     JOIN connector c ON c.id = b.connector_id WHERE (c.reference, b.stream, b.name) = ($1, $2, $3)`,
    [connector, stream, batch],
  );
  if (!kept) throw new GatewayError('API_RESOURCE_MISSING', { connector, stream, batch });
  const opened = await openBatch(tools, kept);
  const readers = [...tools.plans().values()].filter(({ source }) => source.connector === connector && source.stream === stream);
  const exchanges = [];
  for (const plan of readers) {
    const isRead = (await placeOf(store, plan)) >= kept.place;
    exchanges.push({ exchange: plan.exchange, isRead, rows: await rowFates(tools, plan, opened, isRead) });
  }
  return { batch, takenAt: kept.taken_at.toISOString(), exchanges };
}

async function placeOf(store: Queryable, { exchange }: ExchangePlan): Promise<number> {
  const [state] = await store.query<{ cursor: string | null }>('SELECT cursor FROM exchange_state WHERE exchange = $1', [exchange]);
  return inboundPlace(state?.cursor ?? null);
}

async function rowFates(tools: FateTools, plan: ExchangePlan, batch: InboundBatch, isRead: boolean): Promise<InboundRowFate[]> {
  const changes = inboundChanges(plan.source.stream, plan.source.key, batch);
  const nothing = { record: null, version: null, problems: [] };
  if (!isRead) return changes.map(({ position }) => ({ position, state: 'waiting', ...nothing }));
  const keys = changes.map((change) => sourceKeyHash(change.sourceKey, tools.hashes.fingerprint));
  const refs = await tools.store.query<RefRow>(
    `SELECT s.source_key, s.record_id, s.quarantined, r.current_version AS version, r.withdrawn, q.problems
     FROM source_ref s LEFT JOIN record r ON r.id = s.record_id
     LEFT JOIN quarantine q ON q.stream_id = s.stream_id AND q.source_key = s.source_key AND q.state = 'open'
       AND q.kind = 'source-row' AND s.quarantined
     WHERE s.stream_id = $1 AND s.source_key = ANY ($2::bytea[])`,
    [plan.source.streamId, keys],
  );
  const byKey = new Map(refs.map((ref) => [ref.source_key.toString('latin1'), ref]));
  return changes.map(({ position }, at) => {
    const ref = byKey.get(keys[at]?.toString('latin1') ?? '');
    return { position, ...(ref ? fateOf(ref) : { state: 'not-kept', ...nothing }) };
  });
}

function fateOf(ref: RefRow): Omit<InboundRowFate, 'position'> {
  const at = { record: ref.record_id, version: ref.version, problems: ref.problems ?? [] };
  if (ref.quarantined) return { state: 'quarantined', ...at };
  return { state: ref.withdrawn === true ? 'withdrawn' : 'stored', ...at };
}
