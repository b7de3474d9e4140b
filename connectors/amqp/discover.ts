import type { StreamInfo } from '../connector.js';
import { columnsOf } from '../shared/messages/columns.js';
import type { Broker } from './broker.js';
import { messageFrom } from './message.js';
import type { AmqpConfig, AmqpRead } from './spec.js';

const sampleMax = 20;

/** The streams that are read, with the columns of their first messages, which go back to their places. */
export async function discoverQueues(broker: Broker, { streams }: AmqpConfig, signal: AbortSignal): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for (const [name, { read, titleZh }] of Object.entries(streams)) {
    if (!read) continue;
    found.push({ name, titleZh, key: [], ...(await look(broker, read, signal)) });
  }
  return found;
}

async function look(broker: Broker, read: AmqpRead, signal: AbortSignal): Promise<Pick<StreamInfo, 'columns' | 'rowCount'>> {
  const { queue } = read;
  const channel = await broker.channel(signal);
  const { messageCount } = await broker.ask(channel.checkQueue(queue), signal, { queue });
  const messages = [];
  for (let place = 0; place < sampleMax; place++) {
    const message = await broker.ask(channel.get(queue), signal, { queue });
    if (!message) break;
    messages.push(messageFrom(message, queue));
  }
  channel.nackAll(true);
  await broker.ask(channel.close(), signal);
  return { columns: columnsOf(messages, read), rowCount: messageCount };
}
