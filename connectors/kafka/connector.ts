import { GatewayError } from '../../schemas/errors.js';
import type { CheckStep, Connector, ConnectorContext, StreamInfo } from '../connector.js';
import type { PlannedStep } from '../shared/check-steps.js';
import { runSteps } from '../shared/check-steps.js';
import { hostSteps } from '../shared/host-steps.js';
import { columnsOf } from '../shared/messages/columns.js';
import type { MessageRead } from '../shared/messages/settings.js';
import type { KafkaDriver } from './driver.js';
import { messageFrom, TopicReader } from './pull.js';
import { pushToTopic } from './push.js';
import { timeoutSecondsDefault, type KafkaConfig, type KafkaStream } from './spec.js';

const secondMs = 1_000;
const sampleMax = 20;

/** Joins a configuration and a client of the cluster to a connector. */
export function createKafka(config: KafkaConfig, context: ConnectorContext, driver: KafkaDriver): Connector {
  const reader = new TopicReader(driver);
  const settings = <Way extends 'read' | 'write'>(name: string, way: Way): { topic: string; how: NonNullable<KafkaStream[Way]> } => {
    const stream = config.streams[name];
    const how = stream?.[way];
    if (stream && how) return { topic: stream.topic, how };
    const offered = Object.keys(config.streams).filter((one) => config.streams[one]?.[way]);
    throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream: name, way, offered: offered.join(', ') });
  };
  return {
    check: (signal) => checkCluster(config, context, driver, signal),
    discover: async (signal) => {
      const found: StreamInfo[] = [];
      for (const [name, { topic, read, titleZh }] of Object.entries(config.streams)) {
        if (read) found.push({ name, titleZh, key: [], ...(await look(driver, topic, read, signal)) });
      }
      return found;
    },
    pull: (request, signal) => {
      const { topic, how } = settings(request.stream, 'read');
      return reader.pull(topic, how, request, signal);
    },
    taken: async ({ stream, changes }) => {
      await reader.taken(settings(stream, 'read').topic, changes).catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error;
        context.log('connector.commit-failed', { connector: context.name, code: error.code });
      });
    },
    push: async (request, signal) => {
      return await pushToTopic(driver, settings(request.stream, 'write').topic, request, signal);
    },
    close: async () => await driver.close(),
  };
}

function checkCluster(
  { brokers, sasl, streams, timeoutSeconds = timeoutSecondsDefault }: KafkaConfig,
  context: ConnectorContext,
  driver: KafkaDriver,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const steps: PlannedStep[] = brokers.flatMap((broker) => {
    const [host = '', port] = broker.split(':');
    return hostSteps({ host, port: Number(port), timeoutMs: timeoutSeconds * secondMs }, context);
  });
  steps.push({
    step: 'sign-in',
    run: async (signal) => {
      await driver.connect(signal);
      return { zh: `${sasl?.user ?? '匿名'} 已连上集群`, en: `${sasl?.user ?? 'An unnamed client'} is connected to the cluster` };
    },
  });
  for (const { topic, read } of Object.values(streams)) {
    steps.push({
      step: read ? 'read' : 'rights',
      run: async (signal) => {
        const ranges = await driver.ranges(topic, signal);
        const kept = [...ranges.values()].reduce((sum, { first, end }) => sum + end - first, 0n);
        return { zh: `主题 ${topic}：${ranges.size} 个分区，现存约 ${kept} 条`, en: `The topic ${topic}: ${ranges.size} partitions, about ${kept} messages kept` };
      },
    });
  }
  return runSteps(steps, context.now, signal);
}

/** The columns of a topic's newest messages. */
async function look(driver: KafkaDriver, topic: string, read: MessageRead, signal: AbortSignal): Promise<Pick<StreamInfo, 'columns' | 'rowCount'>> {
  const ranges = await driver.ranges(topic, signal);
  const newest = (first: bigint, end: bigint): bigint => (end - first > sampleMax ? end - BigInt(sampleMax) : first);
  const from = new Map(Array.from(ranges, ([partition, { first, end }]) => [partition, newest(first, end)]));
  let open = 0n;
  let kept = 0n;
  for (const [partition, { first, end }] of ranges) {
    open += end - (from.get(partition) ?? end);
    kept += end - first;
  }
  const messages = [];
  if (open > 0n) {
    for await (const message of driver.read(topic, from, signal)) {
      messages.push(messageFrom(message, topic));
      if (BigInt(messages.length) === open || messages.length === sampleMax) break;
    }
  }
  return { columns: columnsOf(messages, read), rowCount: Number(kept) };
}
