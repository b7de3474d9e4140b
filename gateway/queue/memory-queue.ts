import assert from 'node:assert';

import { GatewayError } from '../../schemas/errors.js';
import type { BellFailed, BellHandler, ConsumeOptions, Queue } from './queue.js';

export interface MemoryQueueOptions {
  readonly onError: BellFailed;
  /** Different bells that may wait at once, over all names. */
  readonly waitingMax?: number;
}

const waitingMaxDefault = 10_000;

/** The queue of a gateway that is one process. Bells are handled first in, first out within their name. */
export function createMemoryQueue({ onError, waitingMax = waitingMaxDefault }: MemoryQueueOptions): Queue {
  const lanes = new Map<string, Lane>();
  const inHand = new Set<Promise<void>>();
  let waitingCount = 0;
  let isClosed = false;

  function laneOf(name: string): Lane {
    let lane = lanes.get(name);
    if (lane === undefined) {
      lane = { waiting: new Set(), running: new Set(), isTurnPlanned: false };
      lanes.set(name, lane);
    }
    return lane;
  }

  /** Handlers start in a later turn of the event loop, so bells that ring each other never starve timers and sockets. */
  function planTurn(name: string, lane: Lane): void {
    if (lane.isTurnPlanned) return;
    lane.isTurnPlanned = true;
    setImmediate(() => {
      lane.isTurnPlanned = false;
      startWaiting(name, lane);
    });
  }

  function startWaiting(name: string, lane: Lane): void {
    if (lane.consumer === undefined) return;
    for (const key of lane.waiting) {
      if (lane.running.size >= lane.consumer.concurrency) return;
      if (lane.running.has(key)) continue;
      lane.waiting.delete(key);
      waitingCount -= 1;
      lane.running.add(key);
      const work = run(name, key, lane, lane.consumer.handler);
      inHand.add(work);
      void work.finally(() => inHand.delete(work));
    }
  }

  async function run(name: string, key: string, lane: Lane, handler: BellHandler): Promise<void> {
    try {
      await handler(key);
    } catch (error) {
      onError(error, { name, key });
    } finally {
      lane.running.delete(key);
      planTurn(name, lane);
    }
  }

  return {
    ring: async (name, key) => {
      if (isClosed) throw new GatewayError('SERVICE_QUEUE_CLOSED', { name, key });
      const lane = laneOf(name);
      if (lane.waiting.has(key)) return;
      if (waitingCount >= waitingMax) throw new GatewayError('SERVICE_QUEUE_FULL', { name, key, waitingMax });
      lane.waiting.add(key);
      waitingCount += 1;
      planTurn(name, lane);
    },
    consume: (name, handler, { concurrency }) => {
      const lane = laneOf(name);
      assert(lane.consumer === undefined, `queue ${name} has a consumer already`);
      assert(Number.isInteger(concurrency) && concurrency >= 1, 'concurrency is a whole number of at least 1');
      lane.consumer = { handler, concurrency };
      planTurn(name, lane);
    },
    close: async () => {
      isClosed = true;
      for (const lane of lanes.values()) lane.waiting.clear();
      waitingCount = 0;
      await Promise.all(inHand);
    },
  };
}

/** The bells of one name. A key may stand in both sets: rung again while it is being handled. */
interface Lane {
  readonly waiting: Set<string>;
  readonly running: Set<string>;
  isTurnPlanned: boolean;
  consumer?: { readonly handler: BellHandler } & ConsumeOptions;
}
