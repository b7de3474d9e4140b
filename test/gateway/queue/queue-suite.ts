import { afterEach, describe, expect, it } from '@jest/globals';

import type { Bell, Queue } from '../../../gateway/queue/queue.js';
import { gate } from './gate.js';

export interface QueueUnderTest {
  readonly queue: Queue;
  /** What was reported as failed, in order. */
  readonly failed: readonly { readonly error: unknown; readonly bell: Bell }[];
}

/** What every `Queue` must keep, whatever carries its bells; each implementation's test file calls it. */
export function queueSuite(title: string, open: () => Promise<QueueUnderTest>): void {
  describe(title, () => {
    const opened: Queue[] = [];

    async function openQueue(): Promise<QueueUnderTest> {
      const underTest = await open();
      opened.push(underTest.queue);
      return underTest;
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
    });

    it('hands a bell that waited to the consumer that comes later', async () => {
      const { queue } = await openQueue();
      await queue.ring('deliver', 'early');
      const handled = gate<string>();
      queue.consume('deliver', async (key) => handled.open(key), { concurrency: 1 });
      expect(await handled.opened).toBe('early');
    });

    it('handles equal bells that wait together once', async () => {
      const { queue } = await openQueue();
      const handled: string[] = [];
      await queue.ring('deliver', 'same');
      await queue.ring('deliver', 'same');
      await queue.ring('deliver', 'last');
      const ended = gate<void>();
      queue.consume(
        'deliver',
        async (key) => {
          handled.push(key);
          if (key === 'last') ended.open();
        },
        { concurrency: 1 },
      );
      await ended.opened;
      expect(handled).toEqual(['same', 'last']);
    });

    it('handles a bell once more when it was rung while its handler ran, never at the same time', async () => {
      const { queue } = await openQueue();
      const [firstStarted, mayEnd, secondStarted] = [gate<void>(), gate<void>(), gate<void>()];
      let runs = 0;
      let atOnce = 0;
      let atOnceMax = 0;
      queue.consume(
        'deliver',
        async () => {
          runs += 1;
          atOnce += 1;
          atOnceMax = Math.max(atOnceMax, atOnce);
          if (runs === 1) {
            firstStarted.open();
            await mayEnd.opened;
          } else {
            secondStarted.open();
          }
          atOnce -= 1;
        },
        { concurrency: 4 },
      );
      await queue.ring('deliver', 'same');
      await firstStarted.opened;
      await queue.ring('deliver', 'same');
      mayEnd.open();
      await secondStarted.opened;
      expect(runs).toBe(2);
      expect(atOnceMax).toBe(1);
    });

    it('runs as many handlers of one name at once as its concurrency says', async () => {
      const { queue } = await openQueue();
      const [twoRun, mayEnd, allEnded] = [gate<void>(), gate<void>(), gate<void>()];
      let atOnce = 0;
      let atOnceMax = 0;
      let ended = 0;
      queue.consume(
        'deliver',
        async () => {
          atOnce += 1;
          atOnceMax = Math.max(atOnceMax, atOnce);
          if (atOnce === 2) twoRun.open();
          await mayEnd.opened;
          atOnce -= 1;
          ended += 1;
          if (ended === 5) allEnded.open();
        },
        { concurrency: 2 },
      );
      for (const key of ['a', 'b', 'c', 'd', 'e']) await queue.ring('deliver', key);
      await twoRun.opened;
      mayEnd.open();
      await allEnded.opened;
      expect(atOnceMax).toBe(2);
    });

    it('lets a slow name not hold up another', async () => {
      const { queue } = await openQueue();
      const [mayEnd, otherHandled] = [gate<void>(), gate<string>()];
      queue.consume('slow', () => mayEnd.opened, { concurrency: 1 });
      queue.consume('quick', async (key) => otherHandled.open(key), { concurrency: 1 });
      await queue.ring('slow', 'x');
      await queue.ring('quick', 'y');
      expect(await otherHandled.opened).toBe('y');
      mayEnd.open();
    });

    it('reports a failing handler with its bell and goes on with the next bell', async () => {
      const { queue, failed } = await openQueue();
      const next = gate<void>();
      queue.consume(
        'deliver',
        async (key) => {
          if (key === 'bad') throw new Error('broken handler');
          next.open();
        },
        { concurrency: 1 },
      );
      await queue.ring('deliver', 'bad');
      await queue.ring('deliver', 'good');
      await next.opened;
      expect(failed).toEqual([{ error: new Error('broken handler'), bell: { name: 'deliver', key: 'bad' } }]);
    });

    it('waits on closing for the work in hand and forgets what only waits', async () => {
      const { queue } = await openQueue();
      const [started, mayEnd] = [gate<void>(), gate<void>()];
      const handled: string[] = [];
      queue.consume(
        'deliver',
        async (key) => {
          started.open();
          await mayEnd.opened;
          handled.push(key);
        },
        { concurrency: 1 },
      );
      await queue.ring('deliver', 'in hand');
      await started.opened;
      await queue.ring('deliver', 'waiting');
      const closed = queue.close();
      mayEnd.open();
      await closed;
      expect(handled).toEqual(['in hand']);
    });

    it('refuses a bell after closing and can be closed twice', async () => {
      const { queue } = await openQueue();
      await queue.close();
      await queue.close();
      await expect(queue.ring('deliver', 'late')).rejects.toMatchObject({ code: 'SERVICE_QUEUE_CLOSED' });
    });
  });
}
