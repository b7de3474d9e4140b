import { describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../../connectors/connector.js';
import { replayQuarantined } from '../../../gateway/ingest/replay.js';
import { quarantineReadings } from '../../../gateway/reading/quarantine.js';
import type { Store } from '../../../gateway/store/store.js';
import { quarantineOf } from '../exchanges/read-world.js';
import { World } from '../exchanges/world.js';

/** What must not be found anywhere. No other test uses these. */
const secrets = ['秘举人', '19912345678', '我在该公司质检科工作'] as const;
const [name, phone, statement] = secrets;

function leadRow(id: string, columns: SourceRow = {}): SourceRow {
  const told = { reporter_name: name, reporter_phone: phone, statement };
  return { id, number: id, protected: true, content: null, received: '2024-03-04', ...told, ...columns };
}

/** Everything in every table, as text; bytes as hex. */
async function wholeStore(world: World): Promise<string> {
  const tables = await world.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const table of tables) {
    const found = await world.query<{ text: string }>(`SELECT one::text AS text FROM ${table.name} one`);
    rows.push(...found.map(({ text }) => text));
  }
  return rows.join('\n');
}

/** The secrets that a text holds, plainly or as hex of their bytes. */
function foundIn(text: string): string[] {
  return secrets.filter((secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('hex')));
}

/** Source rows in quarantine as they would be replayed, opened with their keys. */
async function openedQuarantine(world: World): Promise<unknown[]> {
  const { sealing, store } = world.context;
  const rows = await world.query<{ record_id: string; raw: Buffer; data_key_id: string }>(
    `SELECT record_id, raw, data_key_id FROM quarantine WHERE exchange = $1 AND raw IS NOT NULL`,
    `${world.department}/leads`,
  );
  const keys = await sealing.keysById(store, rows.map((row) => row.data_key_id));
  return rows.map((row) => {
    const key = keys.get(row.data_key_id);
    if (key === undefined) throw new Error('a row in quarantine has its key');
    return sealing.open(key, row.record_id, Buffer.from(row.raw));
  });
}

/** Where a whistle-blower's name and words must not come to; run on both stores. */
export function reporterSuite(opened: () => Store): void {
  describe('a whistle-blower', () => {
    it('is handed on as a number, a day and nothing else', async () => {
      const world = await World.make(opened(), { hasLeads: true });
      await world.ingest([leadRow('CSR1'), leadRow('CSR2')], 'leads');
      await world.deliver();
      const handedOver = world.receiver.pushes.flatMap(({ records }) => records.map(({ row }) => row));
      expect(handedOver).toEqual([
        { number: 'CSR1', date: '2024-03-04' },
        { number: 'CSR2', date: '2024-03-04' },
      ]);
      expect(foundIn(JSON.stringify(world.receiver.pushes))).toEqual([]);
    });

    it('is nowhere in the store, its log and its seals, whether the row was good or bad', async () => {
      const world = await World.make(opened(), { hasLeads: true });
      await world.ingest([leadRow('CSR3'), leadRow('CSR4', { received: 'gestern' }), leadRow('CSR5', { number: null })], 'leads');
      await world.deliver();
      expect(await quarantineOf(world)).toHaveLength(2);
      const quarantined = await openedQuarantine(world);
      expect(quarantined).toHaveLength(2);
      expect(quarantined).toContainEqual({ id: 'CSR4', number: 'CSR4', protected: true, content: null, received: 'gestern' });
      expect(foundIn(JSON.stringify(quarantined))).toEqual([]);
      const text = await wholeStore(world);
      expect(text).toContain('CSR3');
      expect(foundIn(text)).toEqual([]);
    });

    it('is not shown with a row in quarantine, nor after it was tried again', async () => {
      const world = await World.make(opened(), { hasLeads: true });
      await world.ingest([leadRow('CSR6', { received: 'gestern' })], 'leads');
      const readings = quarantineReadings({ store: world.context.store, scope: 'all' });
      const { items } = await readings.list({ exchange: `${world.department}/leads` }, { limit: 10 });
      for (const { id } of items) {
        await replayQuarantined(world.context, new Map([[`${world.department}/leads`, world.plan('leads')]]), id);
        expect(foundIn(JSON.stringify(await readings.get(id)))).toEqual([]);
      }
      expect(items).toHaveLength(1);
      expect(foundIn(await wholeStore(world))).toEqual([]);
    });

    it('whose words stand in a column of everybody is put aside, and the words are not handed on', async () => {
      const world = await World.make(opened(), { hasLeads: true });
      await world.ingest([leadRow('CSR8', { content: '我举报我的单位' })], 'leads');
      await world.deliver();
      expect(await quarantineOf(world)).toEqual(['row CSR8 open: RECORD_WHISTLEBLOWER_TOLD']);
      expect(world.receiver.pushes).toEqual([]);
    });
  });
}
