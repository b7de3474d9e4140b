import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eraseAgain, keepErased } from '../../../gateway/erasure/erased-list.js';
import type { RetentionRuleSpec } from '../../../gateway/erasure/retention-rule.js';
import { erasureServices } from '../../../gateway/erasure/services.js';
import { GroupedEvents } from '../../../gateway/exchange-log/grouped-events.js';
import type { LogEntry } from '../../../gateway/exchange-log/entry.js';
import { entriesOf } from '../../../gateway/exchange-log/log-reader.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { verifyStore } from '../../../gateway/exchange-log/verify-store.js';
import type { Scope } from '../../../gateway/reading/scope.js';
import { keepFindable } from '../../../gateway/records/follow-log.js';
import { recordServices } from '../../../gateway/records/services.js';
import type { ErasureServices } from '../../../gateway/services/erasure.js';
import type { RecordServices } from '../../../gateway/services/records.js';
import fc from 'fast-check';
import { citizenIds } from '../../arbitraries/identifiers.js';
import { createValidator } from '../../../schemas/validator.js';
import { sealOf } from '../exchange-log/sequencer-suite.js';
import { newSealer, penaltyRow, World, worldNow } from '../exchanges/world.js';
import { ensurePartitions } from '../../../gateway/store/partitions.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

const name = '秘密示例人';
const asking = { reference: '甘数信〔2026〕8号', reason: '本人申请', person: '示例甲' };
const agreeing = { outcome: 'approved', reason: '保存期限已满', person: '示例乙' } as const;
/** The real one: a record's events are looked for from the month on in which its id was made. */
const now = new Date();
const page = { limit: 50 };
const validator = createValidator();
const rule = (keepYears: number): RetentionRuleSpec => ({
  title: { zh: '示例', en: 'example' },
  basis: { document: '示例办法', documentNumber: '示例1号', article: '第三条' },
  datasets: ['administrative-penalty'],
  keepYears,
});

/** Erasing persons, what forbids it, and that nothing of them is left; run on both stores. */
export function erasureSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let folder: string;
    let seal: LogSeal;
    let world: World;
    let rules: RetentionRuleSpec[];

    let citizen: string;
    const sealer = newSealer();
    const citizens = fc.sample(citizenIds(), 20);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'jiantong-erasure-'));
      opened = await withTables(open(), worldNow);
      await ensurePartitions(opened.store, now);
      seal = await sealOf(opened.store, folder);
    });
    afterAll(async () => {
      await opened.drop();
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      await rm(join(folder, 'erased-keys'), { force: true });
      await opened.store.query('UPDATE erasure SET erased_keys = DEFAULT');
      citizen = citizens.pop() ?? '';
      world = await World.make(opened.store, {}, sealer);
      world.now = now;
      rules = [rule(0)];
      await world.ingest([
        penaltyRow('1', { party: name, citizen }),
        penaltyRow('2', { party: name, citizen }),
        penaltyRow('3', { personal: '11010519491231002X' }),
      ]);
      await world.deliver();
    });

    const parts = () => {
      const { sealing, hashes } = world.context;
      return { store: opened.store, sealing, fingerprint: hashes.fingerprint, validator };
    };
    function erasures(scope: Scope = 'all'): ErasureServices {
      const keep = (keyIds: readonly string[]): void => keepErased(folder, keyIds);
      return erasureServices({ ...world.context, sealer, validator, retentionRules: () => rules, keepErased: keep }, scope);
    }
    function records(): RecordServices {
      return recordServices({ ...parts(), views: new GroupedEvents(world.context) }, { scope: [world.department], actor: 'auditor-li' });
    }
    async function follow(): Promise<void> {
      while ((await sequenceSegments(opened.store, seal)).state === 'sealed');
      await keepFindable(parts());
    }
    async function idOf(number: string): Promise<string> {
      await follow();
      return (await records().find({ number }, page)).items[0]?.id ?? '';
    }
    async function events(): Promise<LogEntry[]> {
      const rows = await world.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
      return rows.flatMap(({ entries }) => entriesOf(entries).map((line) => JSON.parse(line) as LogEntry));
    }
    async function eraseCitizen(): Promise<string> {
      const record = await idOf('1');
      const { id } = await erasures().ask({ record, ...asking });
      await erasures().decide(id, agreeing);
      return record;
    }

    it('takes two people, and forgets the person in every record of every version at once', async () => {
      const record = await idOf('1');
      const asked = await erasures().ask({ record, ...asking });
      expect(asked).toMatchObject({ state: 'open', department: world.department, records: null });
      await expect(erasures().decide(asked.id, { ...agreeing, person: asking.person })).rejects.toMatchObject({ code: 'PRIVACY_ERASURE_OWN' });
      expect((await records().get(record)).isErased).toBe(false);
      expect(await erasures().decide(asked.id, agreeing)).toMatchObject({ state: 'approved', records: 2, decidedBy: '示例乙' });
      for (const number of ['1', '2']) {
        const shown = await records().unmask(await idOf(number), { reference: '甘督2026-3', reason: '核实', person: '示例丙' });
        expect(shown).toMatchObject({ isErased: true, subject: null });
        expect(JSON.stringify(shown.content)).not.toContain(name);
      }
      expect((await records().get(await idOf('3'))).isErased).toBe(false);
      await expect(erasures().decide(asked.id, agreeing)).rejects.toMatchObject({ code: 'PRIVACY_ERASURE_DECIDED' });
    });

    it('leaves no way to look the person up', async () => {
      await follow();
      expect((await records().find({ subject: citizen }, page)).items).toHaveLength(2);
      await eraseCitizen();
      await follow();
      expect((await records().find({ subject: citizen }, page)).items).toEqual([]);
      expect((await records().find({ subject: name }, page)).items).toEqual([]);
      await expect(erasures().ask({ subject: citizen, ...asking })).rejects.toMatchObject({ code: 'PRIVACY_PERSON_UNKNOWN' });
    });

    it('leaves nothing that could be disclosed, nor a salt to try guesses with', async () => {
      const record = await idOf('1');
      const purpose = { reference: '甘督2026-3', reason: '核实', person: '示例丙' };
      expect((await records().disclose(record, purpose)).events.some(({ disclosed }) => disclosed !== undefined)).toBe(true);
      await eraseCitizen();
      await follow();
      await expect(records().disclose(record, purpose)).rejects.toMatchObject({ code: 'PRIVACY_NOTHING_TO_DISCLOSE' });
    });

    it('leaves every proof of the exchange log in force, and says on each record that it was done and by whom', async () => {
      const record = await eraseCitizen();
      await follow();
      expect((await events()).filter((entry) => entry.record === record).at(-1)).toMatchObject({ station: 'person-erased', actor: '示例乙', code: asking.reference });
      const told = (await events()).filter(({ department, station }) => department === world.department && station.startsWith('erasure')).map(({ station }) => station);
      expect(told).toEqual(['erasure-asked', 'erasure-approved']);
      expect(JSON.stringify(await events())).not.toMatch(new RegExp(`${name}|${citizen}`, 'u'));
      const keys = seal.signers.map(({ verifierKey }) => verifierKey);
      expect((await verifyStore(opened.store, { keys })).faults).toEqual([]);
    });

    it('names a person by its number without writing it down', async () => {
      await follow();
      const { id } = await erasures().ask({ subject: citizen.toLowerCase().replaceAll('1', '１'), ...asking });
      expect(await erasures().decide(id, agreeing)).toMatchObject({ records: 2 });
      const rows = await world.query<{ text: string }>('SELECT erasure::text AS text FROM erasure');
      expect(rows.map(({ text }) => text).join()).not.toContain(citizen);
    });

    it('is refused while a record has to be kept, with until when and by which rule', async () => {
      rules = [rule(10), rule(30)];
      const failure = erasures().ask({ record: await idOf('1'), ...asking });
      await expect(failure).rejects.toMatchObject({ code: 'PRIVACY_MUST_BE_KEPT' });
      await expect(failure).rejects.toThrow(/2054-03-04: 《示例办法》（示例1号）第三条, administrative-penalty/u);
      rules = [];
      await expect(erasures().ask({ record: await idOf('1'), ...asking })).rejects.toThrow(/no RetentionRule says how long to keep/u);
    });

    it('is refused while a delivery or an obligation is open, also where that came after the request', async () => {
      const { id } = await erasures().ask({ record: await idOf('1'), ...asking });
      await world.ingest([penaltyRow('2', { party: name, citizen, fine: '5' })]);
      await expect(erasures().decide(id, agreeing)).rejects.toThrow(/delivery under way/u);
      await world.query(`UPDATE obligation SET state = 'open' WHERE subject_id = $1`, await idOf('2'));
      await expect(erasures().decide(id, agreeing)).rejects.toThrow(/obligation open/u);
      expect((await erasures([world.department]).list({ state: 'open' }, page)).items).toMatchObject([{ id }]);
      expect(await erasures().decide(id, { ...agreeing, outcome: 'refused' })).toMatchObject({ state: 'refused', records: null });
    });

    it('is refused under a legal hold until that is lifted', async () => {
      const record = await idOf('1');
      const hold = await erasures().placeHold({ record, ...asking, reference: '合公立字2026-31号' });
      await expect(erasures().ask({ record: await idOf('2'), ...asking })).rejects.toThrow(/legal hold: 合公立字2026-31号/u);
      expect(await erasures().liftHold(hold.id, { reason: '案件已结', person: '示例丙' })).toMatchObject({ liftedBy: '示例丙' });
      expect(await erasures().liftHold(hold.id, { reason: '再次', person: '示例丁' })).toMatchObject({ liftedBy: '示例丙', liftReason: '案件已结' });
      expect(await erasures().ask({ record, ...asking })).toMatchObject({ state: 'open' });
      await expect(erasures().ask({ record, ...asking })).rejects.toMatchObject({ code: 'PRIVACY_ERASURE_OPEN' });
      expect((await erasures([world.department]).holds(page)).items).toMatchObject([{ id: hold.id, reference: '合公立字2026-31号' }]);
    });

    it('is asked for by those alone who may see a record of the person, with a reference, naming it in one way', async () => {
      const record = await idOf('1');
      await expect(erasures(['somebody-else']).ask({ record, ...asking })).rejects.toMatchObject({ code: 'PRIVACY_PERSON_UNKNOWN' });
      await expect(erasures(['somebody-else']).ask({ subject: citizen, ...asking })).rejects.toMatchObject({ code: 'PRIVACY_PERSON_UNKNOWN' });
      await expect(erasures().ask({ record, ...asking, reference: '申请' })).rejects.toMatchObject({ code: 'PRIVACY_PURPOSE_VAGUE' });
      await expect(erasures().ask(asking)).rejects.toMatchObject({ code: 'PRIVACY_PERSON_UNNAMED' });
      await expect(erasures().ask({ record, subject: citizen, ...asking })).rejects.toMatchObject({ code: 'PRIVACY_PERSON_UNNAMED' });
    });

    it('is done again on a store restored from before it, by the list in the data folder', async () => {
      const before = await world.query<{ id: string; subject_index: Buffer; wrapped: Buffer }>('SELECT * FROM data_key');
      const record = await eraseCitizen();
      const remaining = new Set((await world.query<{ id: string }>('SELECT id FROM data_key')).map(({ id }) => id));
      const gone = before.filter(({ id }) => !remaining.has(id));
      expect((await readFile(join(folder, 'erased-keys'), 'utf8')).trim().split('\n').toSorted()).toEqual(gone.map(({ id }) => id).toSorted());
      for (const key of gone) await opened.store.query('INSERT INTO data_key VALUES ($1, $2, $3)', [key.id, key.subject_index, key.wrapped]);
      await opened.store.query(`DELETE FROM erasure WHERE record_id = $1`, [record]);
      expect((await records().get(record)).isErased).toBe(false);
      expect(await eraseAgain(opened.store, folder)).toBe(gone.length);
      expect((await records().get(record)).isErased).toBe(true);
      await follow();
      expect((await records().find({ subject: citizen }, page)).items).toEqual([]);
      expect((await records().find({ number: '3' }, page)).items).toHaveLength(1);
    });

    it('is taken into the list at the next start where a crash came before it was written', async () => {
      await eraseCitizen();
      const listed = await readFile(join(folder, 'erased-keys'), 'utf8');
      await rm(join(folder, 'erased-keys'));
      expect(await eraseAgain(opened.store, folder)).toBe(0);
      expect(await readFile(join(folder, 'erased-keys'), 'utf8')).toBe(listed);
    });
  });
}
