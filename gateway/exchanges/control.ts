import { GatewayError } from '../../schemas/errors.js';
import type { LogStation } from '../exchange-log/entry.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

export interface ControlTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

export interface Pause {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

/** Rests an exchange's schedule, or with null lets it go on; by hand it can be run all the same. Again has no effect. */
export async function setExchangePaused(
  tools: ControlTools,
  { exchange, departmentId, actor }: { readonly exchange: string; readonly departmentId: number; readonly actor: string },
  reason: string | null,
): Promise<void> {
  await tools.store.transaction(async (transaction) => {
    await transaction.query('INSERT INTO exchange_state (exchange, department_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [exchange, departmentId]);
    const [changed] = await transaction.query(
      `UPDATE exchange_state SET pause_reason = $2::text,
         paused_at = CASE WHEN $2::text IS NOT NULL THEN now() END, paused_by = CASE WHEN $2::text IS NOT NULL THEN $3::text END
       WHERE exchange = $1 AND (paused_at IS NULL) = ($2::text IS NOT NULL) RETURNING exchange`,
      [exchange, reason, actor],
    );
    if (!changed) return;
    const station = reason === null ? 'exchange-resumed' : 'exchange-paused';
    await writeDown(tools, transaction, { station, exchange, actor, code: reason === null ? exchange : `${exchange} ${reason}` });
  });
}

/** Which of the exchanges rest, and why. */
export async function pausedExchanges(store: Pick<Queryable, 'query'>): Promise<ReadonlyMap<string, Pause>> {
  const rows = await store.query<{ exchange: string; paused_at: Date; paused_by: string; pause_reason: string }>(
    'SELECT exchange, paused_at, paused_by, pause_reason FROM exchange_state WHERE paused_at IS NOT NULL',
  );
  return new Map(rows.map((row) => [row.exchange, { at: row.paused_at, by: row.paused_by, reason: row.pause_reason }]));
}

/** Asks whichever process runs it to end a run after the batch in hand. Throws INGEST_RUN_ENDED. */
export async function askRunToStop(tools: ControlTools, run: { readonly id: number; readonly exchange: string }, actor: string): Promise<void> {
  await tools.store.transaction(async (transaction) => {
    const [asked] = await transaction.query(
      `UPDATE exchange_state SET stop_run_id = $2 WHERE exchange = $1 AND last_run_id = $2 AND running_until > now() RETURNING exchange`,
      [run.exchange, run.id],
    );
    if (!asked) throw new GatewayError('INGEST_RUN_ENDED', { run: run.id });
    await writeDown(tools, transaction, { station: 'run-cancelled', exchange: run.exchange, actor, code: run.exchange, run: run.id });
  });
}

/** Whether somebody asked this run to stop. */
export async function isAskedToStop(store: Pick<Queryable, 'query'>, exchange: string, run: number): Promise<boolean> {
  const rows = await store.query('SELECT exchange FROM exchange_state WHERE exchange = $1 AND stop_run_id = $2', [exchange, run]);
  return rows.length > 0;
}

interface Event {
  readonly station: Extract<LogStation, 'exchange-paused' | 'exchange-resumed' | 'run-cancelled'>;
  readonly exchange: string;
  readonly actor: string;
  readonly code: string;
  readonly run?: number;
}

async function writeDown({ makeId, now }: ControlTools, transaction: Queryable, { exchange, ...event }: Event): Promise<void> {
  const segment = new SegmentWriter();
  segment.add({ id: makeId(), at: now().toISOString(), department: exchange.split('/')[0] ?? '', ...event });
  await segment.write(transaction, makeId, now());
}
