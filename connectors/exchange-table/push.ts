import { errorTable } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { PushRecord, PushRequest, PushResult } from '../connector.js';
import type { TableDatabase, TableTransaction } from '../shared/sql/table-database.js';
import { answerOf } from './answer.js';
import { localTime, type BatchNumbers } from './batch-number.js';
import { findRows } from './find-rows.js';
import type { ExchangeTable } from './streams.js';
import { tokenOf, writeToken } from './token.js';

interface Offer {
  readonly place: number;
  readonly token: string;
  readonly row: JsonObject;
}

/**
 * Writes one batch of rows in one transaction. A row that is there already is not written twice; one that the receiver
 * has refused is offered again in its place. Committed means pending: the receiver has the last word.
 * @throws GatewayError when it is certain that nothing was written
 */
export async function pushRows(
  database: TableDatabase,
  batchNumbers: BatchNumbers,
  table: ExchangeTable,
  request: PushRequest,
  now: Date,
  signal: AbortSignal,
): Promise<PushResult[]> {
  const { batch: batchColumn } = table.columns;
  const batch = batchColumn === undefined ? undefined : await batchNumbers.next(table, batchColumn, now, signal);
  const results: PushResult[] = request.records.map(() => ({ outcome: 'unknown', reason: 'NOT_WRITTEN' }));
  const offers: Offer[] = [];
  for (const [place, record] of request.records.entries()) {
    if (record.op === 'withdraw' && !canWithdraw(table)) results[place] = noWithdrawal;
    else
      offers.push({
        place,
        token: writeToken(tokenOf(table, { ...record, batch })),
        row: rowOf(table, record, batch, now),
      });
  }
  const committed = await database.transaction(async (open) => await offer(open, table, offers), signal);
  for (const [at, { place }] of offers.entries()) {
    results[place] =
      committed.outcome === 'unknown'
        ? { outcome: 'unknown', reason: committed.reason }
        : (committed.value[at] ?? { outcome: 'unknown', reason: 'NOT_WRITTEN' });
  }
  return results;
}

async function offer(open: TableTransaction, table: ExchangeTable, offers: readonly Offer[]): Promise<PushResult[]> {
  const { idempotencyKey: keyColumn, version: versionColumn } = table.columns;
  // By batch number nothing can be found: a repetition has a new one.
  const isFindable = keyColumn !== undefined || versionColumn !== undefined;
  const standing = isFindable
    ? await findRows(
        open,
        table,
        offers.map(({ token }) => token),
      )
    : new Map<string, JsonObject>();
  const isRefused = ({ token }: Offer): boolean => {
    const row = standing.get(token);
    return row !== undefined && answerOf(table, row).outcome === 'rejected';
  };
  const fresh = offers.filter((one) => !standing.has(one.token) || (keyColumn === undefined && isRefused(one)));
  const again = keyColumn === undefined ? [] : offers.filter(isRefused);
  const refusals = new Map<Offer, PushResult>();
  const note = (some: readonly Offer[], found: Awaited<ReturnType<TableTransaction['insert']>>): void =>
    some.forEach((one, at) => {
      const refusal = found[at];
      if (refusal) refusals.set(one, { outcome: 'rejected', ...refusal });
    });
  note(
    fresh,
    await open.insert(
      table.name,
      fresh.map(({ row }) => row),
    ),
  );
  if (keyColumn !== undefined)
    note(
      again,
      await open.update(
        table.name,
        keyColumn,
        again.map(({ row }) => refreshed(table, row)),
      ),
    );
  // A row that somebody else wrote under the same key meanwhile is there, however it came.
  const late =
    isFindable && refusals.size > 0
      ? await findRows(
          open,
          table,
          [...refusals.keys()].map(({ token }) => token),
        )
      : undefined;
  return offers.map((one) => {
    const refusal = refusals.get(one);
    return refusal && !late?.has(one.token) ? refusal : { outcome: 'pending', token: one.token };
  });
}

function rowOf(
  { columns, operations, states, deleteFlags, source }: ExchangeTable,
  record: PushRecord,
  batch: string | undefined,
  now: Date,
): JsonObject {
  const isWithdrawn = record.op === 'withdraw';
  const update = record.version > 1 ? operations?.update : operations?.insert;
  const values = {
    id: record.recordKey,
    idempotencyKey: record.idempotencyKey,
    version: record.version,
    operation: isWithdrawn ? operations?.withdraw : update,
    deleteFlag: isWithdrawn ? deleteFlags?.deleted : deleteFlags?.live,
    time: localTime(now),
    source,
    batch,
    state: states?.initial,
  };
  const row: JsonObject = { ...record.row };
  for (const [role, value] of Object.entries(values) as [keyof typeof values, string | number | undefined][]) {
    const column = columns[role];
    if (column !== undefined && value !== undefined) row[column] = value;
  }
  return row;
}

/** A row offered again: the receiver's last answer goes. */
function refreshed({ columns, states }: ExchangeTable, row: JsonObject): JsonObject {
  const cleared: JsonObject = { ...row };
  if (columns.state !== undefined) cleared[columns.state] = states?.initial ?? null;
  for (const column of [columns.message, columns.code, columns.stateTime]) {
    if (column !== undefined) cleared[column] = null;
  }
  return cleared;
}

function canWithdraw({ columns }: ExchangeTable): boolean {
  return columns.operation !== undefined || columns.deleteFlag !== undefined;
}

const noWithdrawalCode = 'CONNECTOR_WITHDRAWAL_IMPOSSIBLE';
const noWithdrawal: PushResult = {
  outcome: 'rejected',
  code: noWithdrawalCode,
  text: errorTable[noWithdrawalCode].zh,
  permanent: true,
};
