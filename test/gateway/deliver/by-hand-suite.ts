import { describe, expect, it } from '@jest/globals';
import { confirmArrival, decideHeld, type HeldDecision } from '../../../gateway/deliver/by-hand.js';
import { idempotencyKey } from '../../../gateway/deliver/context.js';
import { nextWorkInMs } from '../../../gateway/deliver/drain.js';
import type { Store } from '../../../gateway/store/store.js';
import type { LogEntry } from '../../../gateway/exchange-log/entry.js';
import { deliveriesOf, logOf, obligationsOf, quarantineOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';

const unsafe = { delivery: { repeat: 'unsafe' } } as const;
const person = '示例甲';
const digest = 'ab'.repeat(32);

/** What people decide about deliveries; run on both stores. */
export function byHandSuite(opened: () => Store): void {
  const tools = (world: World) => ({ context: world.context, plans: () => world.plans.exchanges });
  const idOf = async (world: World, version = 1): Promise<string> => {
    const [row] = await world.query<{ record_id: string; target_id: number; resend: number }>(
      `SELECT d.record_id, d.target_id, d.resend FROM every_delivery d JOIN department p ON p.id = d.department_id
       WHERE p.name = $1 AND d.version = $2 ORDER BY d.resend DESC`,
      world.department,
      version,
    );
    if (!row) throw new Error('no delivery');
    return idempotencyKey({ recordId: row.record_id, version, resend: row.resend }, row.target_id);
  };
  const decide = async (world: World, outcome: HeldDecision['outcome'], id?: string): Promise<void> =>
    decideHeld(tools(world), id ?? (await idOf(world)), { outcome, reason: '对方查无此记录', person });

  /** One delivery whose answer was lost at a receiver that must not get it twice. */
  async function heldWorld(): Promise<World> {
    const world = await World.make(opened(), unsafe);
    await world.ingest([penaltyRow('1')]);
    world.receiver.onPush = () => [];
    await world.deliver();
    await world.letTimePass();
    await world.deliver();
    expect(await deliveriesOf(world)).toEqual(['1 v1: held, DELIVERY_OUTCOME_UNKNOWN']);
    world.receiver.answer(() => ({ outcome: 'accepted', code: '0000', text: '成功' }));
    return world;
  }

  /** One delivery that the receiver has taken, at a target where only a person's confirmation counts. */
  async function sentWorld(): Promise<World> {
    const world = await World.make(opened(), { delivery: { acceptance: 'confirmation' } });
    await world.ingest([penaltyRow('1')]);
    await world.deliver();
    expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
    return world;
  }

  describe('a delivery that is held', () => {
    it('goes again under the same key when a person releases it, and the log says who and why', async () => {
      const world = await heldWorld();
      await decide(world, 'again');
      expect(await deliveriesOf(world)).toEqual(['1 v1: pending']);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
      expect(world.receiver.named()).toEqual([['1 v1'], ['1 v1']]);
      expect(await logOf(world)).toEqual([
        'received v1',
        'held v1 DELIVERY_OUTCOME_UNKNOWN',
        'released v1 对方查无此记录',
        'accepted v1 0000',
        'obligation-met-late v1 double-publicity-7wd',
      ]);
      expect(await actorsOf(world, 'released')).toEqual([person]);
    });

    it('has its attempts anew, and is still known to have been tried: its withdrawal follows', async () => {
      const world = await World.make(opened(), { delivery: { attemptsMax: 2, backOffFirstSeconds: 60, backOffMaxSeconds: 60 } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => ({ outcome: 'rejected', code: 'E9', text: '系统维护', permanent: false }));
      for (let i = 0; i < 2; i += 1) {
        await world.deliver();
        await world.letTimePass();
      }
      expect(await deliveriesOf(world)).toEqual(['1 v1: held, DELIVERY_ATTEMPTS_USED_UP']);
      await decide(world, 'again');
      expect(await world.query('SELECT attempts FROM outbox WHERE exchange = $1', world.plan().exchange)).toEqual([{ attempts: 1 }]);
      world.sources.penalties.delete('1');
      await world.run();
      expect(await deliveriesOf(world)).toEqual(['1 v1: superseded', '1 v2 withdrawal: pending']);
    });

    it('that was too old counts as made anew when it is released', async () => {
      const world = await World.make(opened(), { delivery: { resendNotBefore: '2024-06-01' } });
      await world.ingest([penaltyRow('1')]);
      await world.query(`UPDATE outbox SET made_at = '2024-03-06' WHERE exchange = $1`, world.plan().exchange);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: held, DELIVERY_TOO_OLD']);
      await decide(world, 'again');
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
    });

    it('is settled as what a person found out, with all that follows from it', async () => {
      const world = await heldWorld();
      await world.ingest([penaltyRow('1', { fine: '5' })]);
      expect(await deliveriesOf(world)).toContain('1 v2: pending, waits for older-version');
      await decide(world, 'accepted');
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted', '1 v2: pending']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'met-late' }]); // handed over long after 2024
      expect(await logOf(world)).toContain('accepted v1 by-hand');
      expect(await actorsOf(world, 'accepted')).toEqual([person]);
      const [settled] = await world.query('SELECT receipt_code, receipt_text FROM delivery WHERE state = $1 AND run_id IN (SELECT id FROM run WHERE exchange = $2)', 'accepted', world.plan().exchange);
      expect(settled).toEqual({ receipt_code: 'by-hand', receipt_text: '对方查无此记录' });

      const refused = await heldWorld();
      await decide(refused, 'rejected');
      expect(await deliveriesOf(refused)).toEqual(['1 v1: rejected']);
      expect(await quarantineOf(refused)).toEqual([`${refused.department}/receiver v1 open: by-hand`]);
      expect(await obligationsOf(refused)).toMatchObject([{ state: 'open' }]);
    });

    it('can be cancelled, which lets the newer version go and closes no deadline', async () => {
      const world = await heldWorld();
      await world.ingest([penaltyRow('1', { fine: '5' })]);
      await decide(world, 'cancelled');
      expect(await deliveriesOf(world)).toEqual(['1 v1: cancelled', '1 v2: pending']);
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
      expect(await logOf(world)).toContain('cancelled v1 对方查无此记录');
    });

    it('whose exchange names the target no longer can only be cancelled', async () => {
      const world = await heldWorld();
      const left = { context: world.context, plans: () => new Map<string, never>() };
      const id = await idOf(world);
      for (const outcome of ['again', 'accepted', 'rejected'] as const) {
        await expect(decideHeld(left, id, { outcome, reason: '核实', person })).rejects.toMatchObject({ code: 'DELIVERY_PLAN_MISSING' });
      }
      await decideHeld(left, id, { outcome: 'cancelled', reason: '核实', person });
      expect(await deliveriesOf(world)).toEqual(['1 v1: cancelled']);
    });
  });

  describe('a delivery that goes by itself', () => {
    it('is nobody’s to decide or to confirm', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      const id = await idOf(world);
      await expect(decide(world, 'again')).rejects.toMatchObject({ code: 'DELIVERY_NOT_HELD' });
      await expect(confirmArrival(tools(world), id, { person, proof: '截图' })).rejects.toMatchObject({ code: 'DELIVERY_NOT_CONFIRMABLE' });
      await world.deliver();
      await expect(decide(world, 'again', id)).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      await expect(decide(world, 'again', 'nonsense')).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
    });

    it('is not confirmed by hand while the receiver’s own receipt is awaited', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => ({ outcome: 'pending', token: 't' }));
      await world.deliver();
      const confirmed = confirmArrival(tools(world), await idOf(world), { person, proof: '截图' });
      await expect(confirmed).rejects.toMatchObject({ code: 'DELIVERY_NOT_CONFIRMABLE' });
    });
  });

  describe('a target where a person’s confirmation counts', () => {
    it('meets no deadline by its own word, asks for no receipt, and leaves nothing to do by itself', async () => {
      const world = await sentWorld();
      expect(await obligationsOf(world)).toMatchObject([{ state: 'open' }]);
      world.receiver.onPoll = () => [];
      await world.letTimePass();
      await world.deliver();
      expect(world.receiver.polls).toEqual([]);
      expect(await nextWorkInMs(world.context, world.target())).toBeUndefined();
      expect(await deliveriesOf(world)).toEqual(['1 v1: sent']);
    });

    it('has its deadline met by the confirmation as of the hand-over; the log names person, way and proof', async () => {
      const world = await sentWorld();
      await confirmArrival(tools(world), await idOf(world), { person, proof: '平台查询截图已归档', fileDigest: digest });
      expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
      expect((await logOf(world)).slice(-2)).toEqual(['accepted v1 confirmation', 'obligation-met-late v1 double-publicity-7wd']);
      expect(await actorsOf(world, 'accepted')).toEqual([person]);
      expect((await entriesOf(world)).find(({ station }) => station === 'accepted')?.digests).toMatchObject({ proof: digest });
      const [met] = await world.query<{ same: boolean }>(
        `SELECT b.met_at = date_trunc('milliseconds', d.handed_over_at) AS same FROM obligation b JOIN delivery d ON d.record_id = b.subject_id
         JOIN department p ON p.id = b.department_id WHERE p.name = $1`,
        world.department,
      );
      expect(met).toEqual({ same: true });
    });

    it('takes no confirmation without proof', async () => {
      const world = await sentWorld();
      const bare = confirmArrival(tools(world), await idOf(world), { person });
      await expect(bare).rejects.toMatchObject({ code: 'DELIVERY_PROOF_MISSING' });
    });
  });

  it('a held delivery may be confirmed at any target', async () => {
    const world = await heldWorld();
    await confirmArrival(tools(world), await idOf(world), { person, fileDigest: digest });
    expect(await deliveriesOf(world)).toEqual(['1 v1: accepted']);
  });
}

async function entriesOf(world: World): Promise<LogEntry[]> {
  const segments = await world.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
  return segments
    .flatMap(({ entries }) => entries.trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as LogEntry)
    .filter(({ department }) => department === world.department);
}

async function actorsOf(world: World, station: LogEntry['station']): Promise<string[]> {
  return (await entriesOf(world)).filter((entry) => entry.station === station).map(({ actor }) => actor);
}
