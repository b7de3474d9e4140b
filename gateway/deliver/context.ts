import type { Connector } from '../../connectors/connector.js';
import type { Opening } from '../deadlines/opening-hours.js';
import type { DatasetPlan, TargetPlan } from '../exchanges/plan.js';
import type { Observe } from '../exchanges/stations.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { DeliverySpec } from '../workspace/resources.js';

/** What delivering is lent by the program; made once in gateway/app.ts. */
export interface DeliverContext {
  readonly store: Store;
  readonly now: () => Date;
  readonly makeId: MakeId;
  /** Evenly from 0 to 1, for jitter. */
  readonly random: () => number;
  readonly sealing: RecordSealing;
  readonly observe: Observe;
  /** Told of attempts that a receiver failed as a whole; `error` where a person must change something. */
  readonly report: (level: 'warn' | 'error', event: string, facts: Record<string, unknown>) => void;
}

/** One receiver, open for business in this process. */
export interface DeliveryTarget {
  readonly targetId: number;
  /** `department/name`. */
  readonly connector: string;
  readonly spec: DeliverySpec;
  readonly connection: Connector;
  /** When it takes records. */
  readonly opening: Opening;
  /** The exchanges that name this receiver, and how their records become its rows. */
  readonly plans: ReadonlyMap<string, DeliveryPlan>;
}

export interface DeliveryPlan {
  readonly exchange: string;
  readonly department: string;
  readonly dataset: DatasetPlan;
  readonly target: TargetPlan;
}

/** Names one delivery; also its idempotency key at the receiver. */
export interface DeliveryKey {
  readonly recordId: string;
  readonly version: number;
  readonly resend: number;
}

export function idempotencyKey(key: DeliveryKey, targetId: number): string {
  return `${key.recordId}.${String(targetId)}.${String(key.version)}.${String(key.resend)}`;
}

/** Reads what {@link idempotencyKey} wrote; undefined for any other text. */
export function readIdempotencyKey(text: string): (DeliveryKey & { readonly targetId: number }) | undefined {
  const [, recordId = '', ...numbers] = /^([0-9a-f-]{36})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(text) ?? [];
  const [targetId, version, resend] = numbers.map(Number);
  if (targetId === undefined || version === undefined || resend === undefined) return undefined;
  return { recordId, targetId, version, resend };
}
