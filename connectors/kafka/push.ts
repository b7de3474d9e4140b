import { GatewayError } from '../../schemas/errors.js';
import type { PushRequest, PushResult } from '../connector.js';
import { messageOf, tooLarge } from '../shared/messages/write-message.js';
import type { KafkaDriver, SentMessage } from './driver.js';

/** The limit of a broker when nobody set another, less what the protocol adds. */
const bodyBytesMax = 1_000_000;

/**
 * Writes each record as a message whose key is the record's, so that its versions stay in order, and whose header
 * `idempotency-key` tells a repetition. The cluster takes a batch partition by partition and does not say which part
 * failed: then all of it is unknown.
 * @throws GatewayError while nothing has been sent
 */
export async function pushToTopic(
  driver: KafkaDriver,
  topic: string,
  { records }: PushRequest,
  signal: AbortSignal,
): Promise<PushResult[]> {
  if (records.length === 0) return [];
  await driver.ranges(topic, signal);
  const refusals: (PushResult | undefined)[] = [];
  const messages: SentMessage[] = [];
  for (const record of records) {
    const message = messageOf(record, {});
    const refusal = tooLarge(message, bodyBytesMax);
    refusals.push(refusal);
    if (refusal) continue;
    const headers = { ...message.headers, 'idempotency-key': record.idempotencyKey };
    messages.push({ key: Buffer.from(record.recordKey), value: message.body, headers });
  }
  const sent = messages.length === 0 ? undefined : await driver.send(topic, messages, signal).then(() => undefined, reasonOf);
  const rest: PushResult = sent === undefined ? { outcome: 'accepted' } : { outcome: 'unknown', reason: sent };
  return refusals.map((refusal) => refusal ?? rest);
}

function reasonOf(error: unknown): string {
  return error instanceof GatewayError ? error.code : 'aborted';
}
