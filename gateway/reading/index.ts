import type { DeliveryServices } from '../services/deliveries.js';
import type { QuarantineServices } from '../services/quarantine.js';
import type { TargetServices } from '../services/targets.js';
import type { DeadlineMoveServices } from '../services/deadline-moves.js';
import type { ObligationServices } from '../services/obligations.js';
import type { LogServices } from '../services/log.js';
import { deliveryReadings } from './deliveries.js';
import { moveReadings } from './deadline-moves.js';
import { logReadings } from './log.js';
import { nameReadings } from './names.js';
import { noticeReadings } from './notices.js';
import { obligationReadings } from './obligations.js';
import { overviewReadings } from './overview.js';
import type { OverviewServices } from '../services/overview.js';
import { quarantineReadings } from './quarantine.js';
import { resourceReadings } from './resources.js';
import { runReadings } from './runs.js';
import type { Reader } from './scope.js';
import { targetReadings } from './targets.js';

/** The part of the services that only reads the store; app.ts adds what acts. */
export interface Readings {
  readonly runs: ReturnType<typeof runReadings>;
  readonly overview: OverviewServices;
  readonly deliveries: Pick<DeliveryServices, 'list' | 'get'>;
  readonly quarantine: Pick<QuarantineServices, 'list' | 'get' | 'causes'>;
  readonly targets: Pick<TargetServices, 'list'>;
  readonly obligations: ObligationServices;
  readonly names: ReturnType<typeof nameReadings>;
  readonly notices: ReturnType<typeof noticeReadings>;
  readonly deadlineMoves: DeadlineMoveServices;
  readonly log: LogServices;
  readonly resources: ReturnType<typeof resourceReadings>;
}

export function createReadings(reader: Reader): Readings {
  return {
    runs: runReadings(reader),
    overview: overviewReadings(reader),
    deliveries: deliveryReadings(reader),
    quarantine: quarantineReadings(reader),
    targets: targetReadings(reader),
    obligations: obligationReadings(reader),
    names: nameReadings(reader),
    notices: noticeReadings(reader),
    deadlineMoves: moveReadings(reader),
    log: logReadings(reader),
    resources: resourceReadings(reader),
  };
}
