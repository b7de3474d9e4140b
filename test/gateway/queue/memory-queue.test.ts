import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { createMemoryQueue } from '../../../gateway/queue/memory-queue.js';
import type { Bell, Queue } from '../../../gateway/queue/queue.js';
import { gate, type Gate } from './gate.js';
import { queueSuite } from './queue-suite.js';

queueSuite('the in-process queue', async () => {
  const failed: { error: unknown; bell: Bell }[] = [];
  return { queue: createMemoryQueue({ onError: (error, bell) => failed.push({ error, bell }) }), failed };
});

describe('the bound of the in-process queue', () => {
  it('refuses one bell more than may wait, and takes an equal one', async () => {
    const queue = createMemoryQueue({ onError: () => undefined, waitingMax: 2 });
    await queue.ring('deliver', 'a');
    await queue.ring('collect', 'b');
    await queue.ring('deliver', 'a');
    await expect(queue.ring('deliver', 'c')).rejects.toMatchObject({ code: 'SERVICE_QUEUE_FULL' });
    await queue.close();
  });
});

/** What the queue should hold: written from the contract, not from the code. */
interface Model {
  waiting: string[];
  running: string[];
  isClosed: boolean;
}

/** The queue with one consumer whose handlers end only when told to. */
interface Real {
  readonly queue: Queue;
  readonly running: Map<string, Gate<'ok' | 'fail'>>;
  failures: number;
  closed?: Promise<void>;
}

const concurrency = 2;

function startInModel(model: Model): void {
  for (const key of model.waiting.slice()) {
    if (model.running.length >= concurrency) return;
    if (model.running.includes(key)) continue;
    model.waiting.splice(model.waiting.indexOf(key), 1);
    model.running.push(key);
  }
}

/** Lets every planned turn happen: two immediates, because ending one handler plans the next turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

async function agree(model: Model, real: Real): Promise<void> {
  await settle();
  expect([...real.running.keys()].toSorted()).toEqual(model.running.toSorted());
}

class Ring implements fc.AsyncCommand<Model, Real> {
  constructor(readonly key: string) {}
  check = (model: Model): boolean => !model.isClosed;
  async run(model: Model, real: Real): Promise<void> {
    await real.queue.ring('deliver', this.key);
    if (!model.waiting.includes(this.key)) model.waiting.push(this.key);
    startInModel(model);
    await agree(model, real);
  }
  toString = (): string => `ring(${this.key})`;
}

class End implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly nth: number,
    readonly how: 'ok' | 'fail',
  ) {}
  check = (model: Model): boolean => model.running.length > this.nth;
  async run(model: Model, real: Real): Promise<void> {
    const [key = ''] = model.running.splice(this.nth, 1);
    const failuresBefore = real.failures;
    real.running.get(key)?.open(this.how);
    startInModel(model);
    await agree(model, real);
    expect(real.failures - failuresBefore).toBe(this.how === 'fail' ? 1 : 0);
  }
  toString = (): string => `end(${this.nth}, ${this.how})`;
}

class Close implements fc.AsyncCommand<Model, Real> {
  check = (model: Model): boolean => !model.isClosed;
  async run(model: Model, real: Real): Promise<void> {
    real.closed = real.queue.close();
    model.isClosed = true;
    model.waiting = [];
    await agree(model, real);
  }
  toString = (): string => 'close';
}

describe('the in-process queue against its model', () => {
  it('runs exactly the bells that its contract lets run, whatever is rung, ended, failed or closed', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const commands = fc.commands(
      [
        key.map((name) => new Ring(name)),
        fc
          .tuple(fc.nat(concurrency - 1), fc.constantFrom('ok' as const, 'fail' as const))
          .map(([nth, how]) => new End(nth, how)),
        fc.constant(new Close()),
      ],
      { maxCommands: 40 },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        const real: Real = {
          queue: createMemoryQueue({ onError: () => void (real.failures += 1) }),
          running: new Map(),
          failures: 0,
        };
        real.queue.consume(
          'deliver',
          async (name) => {
            const ending = gate<'ok' | 'fail'>();
            expect(real.running.has(name)).toBe(false);
            real.running.set(name, ending);
            const how = await ending.opened;
            real.running.delete(name);
            if (how === 'fail') throw new Error('told to fail');
          },
          { concurrency },
        );
        await fc.asyncModelRun(() => ({ model: { waiting: [], running: [], isClosed: false }, real }), list);
        for (const ending of real.running.values()) ending.open('ok');
        const closed = real.queue.close();
        for (let turn = 0; turn < 8; turn += 1) {
          await settle();
          for (const ending of real.running.values()) ending.open('ok');
        }
        await closed;
        expect(real.running.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
