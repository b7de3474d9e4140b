import { describe, expect, it } from '@jest/globals';
import { replayQuarantined } from '../../../gateway/ingest/replay.js';
import type { Store } from '../../../gateway/store/store.js';
import { GatewayError } from '../../../schemas/errors.js';
import { deliveriesOf, logOf, quarantineOf } from '../exchanges/read-world.js';
import { penaltyRow, World } from '../exchanges/world.js';
import { accepted } from '../exchanges/test-receiver.js';

const refused = { outcome: 'rejected', code: 'E1', text: '文号重复', permanent: true } as const;
const notNow = { outcome: 'rejected', code: 'E9', text: '系统维护', permanent: false } as const;

/** What follows a refusal, by the receiver or by ourselves; run on both stores. */
export function refusalSuite(opened: () => Store): void {
  const quarantinedId = async (world: World): Promise<string> => {
    const [row] = await world.query<{ id: string }>(
      `SELECT q.id FROM quarantine q JOIN department p ON p.id = q.department_id WHERE p.name = $1 ORDER BY q.id DESC`,
      world.department,
    );
    return row?.id ?? '';
  };
  const replay = async (world: World, id: string): Promise<void> => replayQuarantined(world.context, world.plans.exchanges, id);

  describe('a refusal for good', () => {
    it('puts the record before people with the receiver’s code and words; its neighbours are accepted', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1'), penaltyRow('2')]);
      world.receiver.answer(({ row }) => (row['number'] === '1' ? refused : accepted));
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: rejected', '2 v1: accepted']);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 open: E1`]);
      const [kept] = await world.query<{ text: string }>('SELECT problems::text AS text FROM quarantine WHERE id = $1', await quarantinedId(world));
      expect(kept?.text).toContain('文号重复');
      expect(await logOf(world)).toEqual(expect.arrayContaining(['rejected v1 E1', 'accepted v1 0000']));
    });

    it('is behind us once a newer version of the record is accepted', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => refused);
      await world.deliver();
      world.receiver.answer(() => accepted);
      await world.ingest([penaltyRow('1', { fine: '5' })]);
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1: rejected', '1 v2: accepted']);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 mended: E1`]);
    });

    it('can be offered again under a new key, and is accepted then as the same version', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => refused);
      await world.deliver();
      await replay(world, await quarantinedId(world));
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 mended: E1`]);
      expect(await deliveriesOf(world)).toEqual(['1 v1 again 1: pending', '1 v1: rejected']);
      world.receiver.answer(() => accepted);
      await world.deliver();
      expect(world.receiver.named()).toEqual([['1 v1'], ['1 v1 again 1']]);
      expect(await deliveriesOf(world)).toEqual(['1 v1 again 1: accepted', '1 v1: rejected']);
    });

    it('can be offered again as often as it is refused', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => refused);
      for (let i = 0; i < 2; i += 1) {
        await world.deliver();
        await replay(world, await quarantinedId(world));
      }
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(['1 v1 again 1: rejected', '1 v1 again 2: rejected', '1 v1: rejected']);
    });

    it('is not offered again when a newer version is on its way: that one counts', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => refused);
      await world.deliver();
      await world.ingest([penaltyRow('1', { fine: '5' })]);
      await expect(replay(world, await quarantinedId(world))).rejects.toMatchObject({ code: 'DELIVERY_VERSION_OUTDATED' });
      world.receiver.answer(() => accepted);
      await world.deliver();
      expect(world.receiver.named()).toEqual([['1 v1'], ['1 v2']]);
    });
  });

  describe('a refusal for now', () => {
    it('is tried again, and held for a person when the attempts are used up', async () => {
      const world = await World.make(opened(), { delivery: { attemptsMax: 3, backOffFirstSeconds: 60, backOffMaxSeconds: 60 } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => notNow);
      for (let i = 0; i < 4; i += 1) {
        expect(await deliveriesOf(world)).toEqual([['1 v1: pending', '1 v1: pending, E9', '1 v1: pending, E9', '1 v1: held, DELIVERY_ATTEMPTS_USED_UP'][i]]);
        await world.deliver();
        await world.letTimePass();
      }
      expect(world.receiver.pushes).toHaveLength(3);
      expect(await logOf(world)).toEqual(['received v1', 'held v1 DELIVERY_ATTEMPTS_USED_UP']);
    });

    it('does not count for the breaker: the receiver is there and answers', async () => {
      const world = await World.make(opened(), { delivery: { breakerFailures: 1 } });
      await world.ingest([penaltyRow('1')]);
      world.receiver.answer(() => notNow);
      await world.deliver();
      const state = await world.query('SELECT failures FROM target_state WHERE target_id = $1', world.target().targetId);
      expect(state).toEqual([{ failures: 0 }]);
    });
  });

  describe('a batch that is refused as a whole', () => {
    it('is halved until the guilty rows stand alone; all others are accepted, each once', async () => {
      const world = await World.make(opened(), { delivery: { concurrency: 1 } });
      const guilty = new Set(['3', '6']);
      await world.ingest(['1', '2', '3', '4', '5', '6', '7'].map((id) => penaltyRow(id)));
      world.receiver.onPush = ({ records }) => {
        if (records.some(({ row }) => guilty.has(row['number'] as string))) throw new GatewayError('REST_BATCH_REFUSED');
        return records.map(() => accepted);
      };
      await world.deliver();
      expect(await deliveriesOf(world)).toEqual(
        ['1', '2', '3', '4', '5', '6', '7'].map((id) => `${id} v1: ${guilty.has(id) ? 'rejected' : 'accepted'}`),
      );
      expect([...world.receiver.taken.values()]).toEqual([1, 1, 1, 1, 1]);
      expect(await quarantineOf(world)).toEqual([1, 2].map(() => `${world.department}/receiver v1 open: REST_BATCH_REFUSED`));
    });
  });

  describe('a record that may not leave the house', () => {
    it('never does: its subject’s key was erased', async () => {
      const world = await World.make(opened());
      await world.ingest([penaltyRow('1', { personal: '11010519491231002X' }), penaltyRow('2')]);
      await world.query(
        `DELETE FROM data_key WHERE id IN (SELECT data_key_id FROM record_version v JOIN department p ON p.id = v.department_id WHERE p.name = $1)`,
        world.department,
      );
      await world.deliver();
      expect(world.receiver.named()).toEqual([['2 v1']]);
      expect(await deliveriesOf(world)).toEqual(['1 v1: rejected', '2 v1: accepted']);
      expect(await quarantineOf(world)).toEqual([`${world.department}/receiver v1 open: DELIVERY_CONTENT_ERASED`]);
    });

    it('leaves without the fields that the agreement does not let through', async () => {
      const world = await World.make(opened(), { fields: ['documentNumber', 'party.name'] });
      await world.ingest([penaltyRow('1', { personal: '11010519491231002X' })]);
      await world.deliver();
      expect(world.receiver.pushes[0]?.records[0]?.row).toEqual({ number: '1', party: '甘南示例乳业有限公司' });
    });
  });
}
