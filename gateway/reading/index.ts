import type { GatewayServices } from '../api/services.js';
import { deliveryReadings } from './deliveries.js';
import { logReadings } from './log.js';
import { noticeReadings } from './notices.js';
import { obligationReadings } from './obligations.js';
import { quarantineReadings } from './quarantine.js';
import { resourceReadings } from './resources.js';
import { runReadings } from './runs.js';
import type { Reader } from './scope.js';
import { targetReadings } from './targets.js';

/** The part of the services that only reads the store; app.ts adds what acts. */
export interface Readings {
  readonly runs: ReturnType<typeof runReadings>;
  readonly deliveries: Pick<GatewayServices['deliveries'], 'list' | 'get'>;
  readonly quarantine: Pick<GatewayServices['quarantine'], 'list' | 'get'>;
  readonly targets: Pick<GatewayServices['targets'], 'list'>;
  readonly obligations: GatewayServices['obligations'];
  readonly notices: ReturnType<typeof noticeReadings>;
  readonly log: GatewayServices['log'];
  readonly resources: GatewayServices['resources'];
}

export function createReadings(reader: Reader): Readings {
  return {
    runs: runReadings(reader),
    deliveries: deliveryReadings(reader),
    quarantine: quarantineReadings(reader),
    targets: targetReadings(reader),
    obligations: obligationReadings(reader),
    notices: noticeReadings(reader),
    log: logReadings(reader),
    resources: resourceReadings(reader),
  };
}
