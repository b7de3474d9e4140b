import type { CheckStep } from '../connector.js';
import type { PlannedStep } from '../shared/check-steps.js';
import { runSteps } from '../shared/check-steps.js';
import { hostSteps } from '../shared/host-steps.js';
import type { Reach } from '../shared/networks.js';
import { farHost, type Broker } from './broker.js';
import { amqpDefaults, type AmqpConfig, type AmqpRead } from './spec.js';

/**
 * Finds the host, connects, signs in to the virtual host, and for each stream looks for its queue and reads one message,
 * which goes back to its place, or for its exchange. The right to publish shows at the first delivery only.
 */
export function checkBroker(
  broker: Broker,
  config: AmqpConfig,
  reach: Reach,
  now: () => Date,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const { user, vhost = amqpDefaults.vhost } = config;
  const steps: PlannedStep[] = [
    ...hostSteps(farHost(config), reach),
    {
      step: 'sign-in',
      run: async (signal) => {
        const channel = await broker.channel(signal);
        await broker.ask(channel.close(), signal);
        return { zh: `${user} 已进入虚拟主机 ${vhost}`, en: `${user} has entered the virtual host ${vhost}` };
      },
    },
  ];
  for (const { read, write } of Object.values(config.streams)) {
    if (read) steps.push({ step: 'read', run: async (signal) => await readOne(broker, read, signal) });
    if (write?.exchange) {
      const { exchange } = write;
      steps.push({
        step: 'rights',
        run: async (signal) => {
          const channel = await broker.channel(signal);
          await broker.ask(channel.checkExchange(exchange), signal, { queue: exchange });
          return { zh: `交换机 ${exchange} 存在`, en: `The exchange ${exchange} is there` };
        },
      });
    }
  }
  return runSteps(steps, now, signal);
}

async function readOne(broker: Broker, { queue }: AmqpRead, signal: AbortSignal): Promise<{ zh: string; en: string }> {
  const channel = await broker.channel(signal);
  const { messageCount } = await broker.ask(channel.checkQueue(queue), signal, { queue });
  const message = await broker.ask(channel.get(queue), signal, { queue });
  if (message) channel.nack(message, false, true);
  await broker.ask(channel.close(), signal);
  return { zh: `队列 ${queue}：${messageCount} 条待取`, en: `The queue ${queue}: ${messageCount} messages wait` };
}
