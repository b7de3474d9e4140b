import type { ConnectorType } from '../connector.js';
import { createKafka } from './connector.js';
import { PlatformaticDriver } from './platformatic-driver.js';
import { kafkaSpec, type KafkaConfig } from './spec.js';

/** Topics of a Kafka cluster. */
export const kafkaConnector: ConnectorType<KafkaConfig> = {
  type: 'kafka',
  titleZh: 'Kafka 主题',
  titleEn: 'Kafka topic',
  spec: kafkaSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'none', canQuery: false },
  create: (config, context) => createKafka(config, context, new PlatformaticDriver(config, context)),
};
