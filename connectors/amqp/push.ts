import { GatewayError } from '../../schemas/errors.js';
import type { PushRecord, PushRequest, PushResult } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import { messageOf, tooLarge } from '../shared/messages/write-message.js';
import { fillTemplate } from '../shared/template.js';
import type { Broker } from './broker.js';
import { Publication } from './publication.js';
import type { AmqpWrite } from './spec.js';

/** The smallest limit that a current broker has when nobody set another. */
const bodyBytesMax = 16 * 1024 * 1024;
const secondMs = 1_000;

/**
 * Publishes each record as a persistent message that the broker confirms, with the idempotency key as its `message-id`.
 * Accepted: the broker has it and a queue holds it. What no queue takes comes back and is rejected with the broker's
 * code; what is neither confirmed nor returned when the line is cut or the time is over is unknown.
 * @throws GatewayError while nothing has been published, or where the broker refused it all
 */
export async function pushMessages(
  broker: Broker,
  write: AmqpWrite,
  { records }: PushRequest,
  now: Date,
  signal: AbortSignal,
): Promise<PushResult[]> {
  if (records.length === 0) return [];
  const { exchange = '' } = write;
  const channel = await broker.confirmChannel(signal);
  try {
    if (exchange !== '') await broker.ask(channel.checkExchange(exchange), signal, { queue: exchange });
    if (broker.isBlocked) throw new GatewayError('CONNECTOR_BUSY', { exchange });
    const publication = new Publication(channel, exchange);
    const timestamp = Math.floor(now.getTime() / secondMs);
    const results = records.map((record): PushResult | undefined => {
      const message = messageOf(record, write);
      const refused = tooLarge(message, bodyBytesMax);
      if (!refused) publication.publish(record.idempotencyKey, routingKeyOf(record, write), message, timestamp);
      return refused;
    });
    const reason = await broker.ask(publication.finished, signal).then(
      () => 'CONNECTOR_CONNECTION_LOST',
      (error: unknown) => (error instanceof GatewayError ? error.code : 'aborted'),
    );
    publication.throwIfRefused();
    return records.map(
      ({ idempotencyKey }, place) => results[place] ?? publication.result(idempotencyKey) ?? { outcome: 'unknown', reason },
    );
  } finally {
    // A channel that is closed already cannot be closed once more.
    channel.close().catch(() => undefined);
  }
}

function routingKeyOf({ row }: PushRecord, { routingKey }: AmqpWrite): string {
  return fillTemplate(routingKey, new Map(Object.keys(row).map((name) => [name, cellText(row, name)])));
}
