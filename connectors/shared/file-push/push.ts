import { errorTable, GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';
import type { PushRecord, PushRequest, PushResult, QueryRequest, QueryResult } from '../../connector.js';
import type { FileWriter } from './file-writer.js';
import { batchOf, type SentFiles } from './sent-files.js';
import type { FileWrite } from './write-settings.js';

/**
 * Writes one file of the records that are in none yet. Accepted means that the file has the name that the receiver reads.
 * @throws GatewayError while nothing has been handed over; once it may have been, the answer is `unknown`
 */
export async function pushFile(
  sent: SentFiles,
  write: FileWrite,
  writer: FileWriter,
  { records }: PushRequest,
): Promise<PushResult[]> {
  const rows = records.map((record) => rowOf(record, write));
  const refusals = records.map((record, place) => refusalOf(record, rows[place] ?? {}, write, writer));
  const isWanted = (place: number): boolean => refusals[place] === undefined;
  const places = [...records.keys()].filter(isWanted);
  const found = await sent.find(places.map((place) => keyOf(records, place)));
  const batches = new Set<string>();
  for (const { batch, isHandedOver } of found.values()) if (!isHandedOver) batches.add(batch);
  const unwritten = places.filter((place) => !found.has(keyOf(records, place)));
  if (unwritten.length > 0) {
    const keys = unwritten.map((place) => keyOf(records, place));
    const chosen = unwritten.map((place) => rows[place] ?? {});
    const content = await writer.write(chosen, write.columns ?? Object.keys(chosen[0] ?? {}));
    batches.add(await sent.prepare(`${write.name}-${batchOf(keys)}${writer.extension}`, keys, content));
  }
  try {
    for (const batch of batches) await sent.handOver(batch, write.marker === true);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return refusals.map((refusal) => refusal ?? { outcome: 'unknown', reason: error.code });
  }
  return refusals.map((refusal) => refusal ?? { outcome: 'accepted' });
}

/** A record that no batch holds, or whose batch was not handed over, has not been taken. */
export async function queryFiles(sent: SentFiles, { keys }: QueryRequest): Promise<QueryResult[]> {
  const found = await sent.find(keys.map(({ idempotencyKey }) => idempotencyKey));
  return keys.map(({ idempotencyKey }) => ({
    outcome: found.get(idempotencyKey)?.isHandedOver ? 'accepted' : 'notKnown',
  }));
}

function keyOf(records: readonly PushRecord[], place: number): string {
  return records[place]?.idempotencyKey ?? '';
}

function rowOf({ row, op }: PushRecord, { operation }: FileWrite): JsonObject {
  return operation ? { ...row, [operation.column]: op === 'withdraw' ? operation.withdraw : operation.upsert } : row;
}

function refusalOf(record: PushRecord, row: JsonObject, { operation }: FileWrite, writer: FileWriter): PushResult | undefined {
  if (record.op === 'withdraw' && !operation) {
    const code = 'CONNECTOR_WITHDRAWAL_IMPOSSIBLE';
    return { outcome: 'rejected', code, text: errorTable[code].zh, permanent: true };
  }
  return writer.refusal(row);
}
