import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogEntry } from '../../../gateway/exchange-log/entry.js';
import { GroupedEvents } from '../../../gateway/exchange-log/grouped-events.js';
import { entriesOf } from '../../../gateway/exchange-log/log-reader.js';
import { keepSearchable } from '../../../gateway/exchange-log/search/projector.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { verifyBundle } from '../../../gateway/exchange-log/verify/bundle.js';
import type { Scope } from '../../../gateway/reading/scope.js';
import { keepFindable, type FinderTools } from '../../../gateway/records/follow-log.js';
import { recordServices } from '../../../gateway/records/services.js';
import type { RecordServices } from '../../../gateway/services/records.js';
import { createValidator } from '../../../schemas/validator.js';
import { penaltyRow, World, worldNow } from '../exchanges/world.js';
import { sealOf } from '../exchange-log/sequencer-suite.js';
import { ensurePartitions } from '../../../gateway/store/partitions.js';
import { withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';

/** The real one: a record's events are looked for from the month on in which its id was made. */
const now = new Date();
const page = { limit: 50 };
const idNumber = '11010519491231002X';
const purpose = { reference: '甘督〔2026〕3号', reason: '核实投诉', person: '示例审计' };

/** What people find and see of records, and what the log says of their looking; run on both stores. */
export function recordsSuite(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let opened: TestStore;
    let folder: string;
    let seal: LogSeal;
    let world: World;
    let tools: FinderTools;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'jiantong-records-'));
      opened = await withTables(open(), worldNow);
      await ensurePartitions(opened.store, now);
      seal = await sealOf(opened.store, folder);
      world = await World.make(opened.store);
      world.now = now;
      const { store, sealing, hashes } = world.context;
      tools = { store, sealing, fingerprint: hashes.fingerprint, validator: createValidator() };
      await world.ingest([
        penaltyRow('1', { number: '合市监处罚〔2026〕12号', personal: idNumber }),
        penaltyRow('2', { number: '合市监处罚〔2026〕13号', party: '甘南示例牧业有限公司' }),
      ]);
      await world.deliver();
      await follow();
    });
    afterAll(async () => {
      await opened.drop();
      await rm(folder, { recursive: true });
    });

    async function follow(): Promise<void> {
      while ((await sequenceSegments(opened.store, seal)).state === 'sealed');
      await keepFindable(tools);
      await keepSearchable(opened.store);
    }

    function recordsFor(scope: Scope = 'all', actor = 'auditor-li'): RecordServices {
      return recordServices({ ...tools, ...world.context, views: new GroupedEvents(world.context) }, { scope, actor });
    }

    async function idOf(number: string): Promise<string> {
      const [found] = (await recordsFor().find({ number }, page)).items;
      if (!found) throw new Error(`no record ${number}`);
      return found.id;
    }

    async function eventsOf(station: string): Promise<LogEntry[]> {
      const rows = await world.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
      return rows.flatMap(({ entries }) => entriesOf(entries).map((line) => JSON.parse(line) as LogEntry)).filter((entry) => entry.station === station);
    }

    it.each(['合市监处罚〔2026〕12号', '合市监处罚[2026]12号', ' 合市监处罚（2026）１２号'])('finds a record by its document number, written as %s', async (number) => {
      const { items } = await recordsFor().find({ number }, page);
      expect(items).toMatchObject([{ dataset: 'administrative-penalty', department: world.department, subject: '甘南示例乳业有限公司', version: 1 }]);
    });

    it('finds by code and by name of the party, narrowed by number, and nothing that differs', async () => {
      const numbersFor = async (filter: Parameters<RecordServices['find']>[0]): Promise<string[]> =>
        (await recordsFor().find(filter, page)).items.map(({ key }) => key.join(' ')).toSorted();
      expect(await numbersFor({ subject: '91623000ma7xxx018e' })).toHaveLength(2);
      expect(await numbersFor({ subject: '甘南示例牧业有限公司' })).toHaveLength(1);
      expect(await numbersFor({ subject: '91623000MA7XXX018E', number: '合市监处罚〔2026〕13号' })).toHaveLength(1);
      expect(await numbersFor({ subject: '甘南示例牧业有限公司', number: '合市监处罚〔2026〕12号' })).toEqual([]);
      expect(await numbersFor({ number: '合市监处罚〔2026〕1号' })).toEqual([]);
      await expect(recordsFor().find({}, page)).rejects.toMatchObject({ code: 'PRIVACY_SEARCH_EMPTY' });
    });

    it('pages without losing or repeating a record', async () => {
      const records = recordsFor();
      const first = await records.find({ subject: '91623000MA7XXX018E' }, { limit: 1 });
      const second = await records.find({ subject: '91623000MA7XXX018E' }, { limit: 1, cursor: first.next ?? '' });
      expect(second.next).toBeNull();
      expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(2);
    });

    it('shows personal fields masked, with versions, deliveries and obligations', async () => {
      const shown = await recordsFor().get(await idOf('合市监处罚〔2026〕12号'));
      expect(shown.content).toMatchObject({ party: { name: '甘南示例乳业有限公司', legalRepresentative: { idNumber: '110105********002X' } } });
      expect(shown.masked).toContain('party.legalRepresentative.idNumber');
      expect(JSON.stringify(shown)).not.toContain(idNumber);
      expect(shown.isErased).toBe(false);
      expect(shown.versions).toMatchObject([{ version: 1, operation: 'upsert', source: `${world.department}/source penalties` }]);
      expect(shown.deliveries).toMatchObject([{ target: `${world.department}/receiver`, state: 'accepted', version: 1 }]);
      expect(shown.obligations).toMatchObject([{ rule: 'double-publicity-7wd', state: 'met-late' }]);
    });

    it('shows a department its own records only', async () => {
      const others = recordsFor(['somebody-else']);
      expect((await others.find({ subject: '91623000MA7XXX018E' }, page)).items).toEqual([]);
      await expect(others.get(await idOf('合市监处罚〔2026〕12号'))).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
      await expect(others.unmask(await idOf('合市监处罚〔2026〕12号'), purpose)).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
    });

    it('writes down who looked at what before it shows it, and never whom somebody looked for', async () => {
      const before = (await eventsOf('record-viewed')).length;
      const record = await idOf('合市监处罚〔2026〕12号');
      await recordsFor(undefined, 'engineer-ma').get(record);
      const events = (await eventsOf('record-viewed')).slice(before);
      expect(events).toMatchObject([
        { actor: 'auditor-li', record, code: 'found' },
        { actor: 'engineer-ma', record, version: 1 },
      ]);
      expect(JSON.stringify(events)).not.toContain('〔2026〕12号');
    });

    it('shows nothing where the look cannot be written down', async () => {
      const id = await idOf('合市监处罚〔2026〕12号');
      const views = { write: () => Promise.reject(new Error('the store is full')) };
      const records = recordServices({ ...tools, ...world.context, views }, { scope: 'all', actor: 'auditor-li' });
      await expect(records.get(id)).rejects.toThrow('the store is full');
      await expect(records.unmask(id, purpose)).rejects.toThrow('the store is full');
      await expect(records.find({ number: '合市监处罚〔2026〕12号' }, page)).rejects.toThrow('the store is full');
    });

    it('commits the looks of many people at one time together', async () => {
      const before = (await world.query('SELECT id FROM log_segment')).length;
      const views = new GroupedEvents(world.context);
      const ids = Array.from({ length: 40 }, (_, n) => `reader-${String(n)}`);
      await Promise.all(ids.map((actor) => views.write([{ station: 'record-viewed', actor, department: world.department }])));
      expect((await world.query('SELECT id FROM log_segment')).length).toBe(before + 1);
      expect((await eventsOf('record-viewed')).slice(-40).map(({ actor }) => actor)).toEqual(ids);
    });

    it('opens personal fields for a named case alone, and tells auditors for what and how often', async () => {
      const records = recordsFor();
      const id = await idOf('合市监处罚〔2026〕12号');
      await expect(records.unmask(id, { ...purpose, reference: '工作需要' })).rejects.toMatchObject({ code: 'PRIVACY_PURPOSE_VAGUE' });
      expect((await records.unmask(id, purpose)).content).toMatchObject({ party: { legalRepresentative: { idNumber } } });
      await records.unmask(id, purpose);
      await records.unmask(await idOf('合市监处罚〔2026〕13号'), { ...purpose, reference: '合案2026-7', person: '示例乙' });
      await follow();
      expect((await records.purposes(page)).items).toMatchObject([
        { reference: '甘督〔2026〕3号', person: '示例审计', records: 1, times: 2 },
        { reference: '合案2026-7', person: '示例乙', records: 1, times: 1 },
      ]);
      expect((await recordsFor(['somebody-else']).purposes(page)).items).toEqual([]);
    });

    it('proves to an auditor what was logged of it, content and all, and nothing else passes for it', async () => {
      const records = recordsFor();
      const id = await idOf('合市监处罚〔2026〕12号');
      await expect(records.disclose(id, { ...purpose, reference: '工作需要' })).rejects.toMatchObject({ code: 'PRIVACY_PURPOSE_VAGUE' });
      const bundle = await records.disclose(id, purpose);
      const key = seal.signers[0]?.verifierKey.text ?? '';
      const { faults, proven } = await verifyBundle(JSON.stringify(bundle), [key]);
      expect(faults).toEqual([]);
      expect(JSON.parse(proven[0]?.content ?? '')).toMatchObject({ documentNumber: '合市监处罚〔2026〕12号', party: { legalRepresentative: { idNumber } } });
      const changed = JSON.stringify(bundle).replace(idNumber, '440524198001010014');
      expect((await verifyBundle(changed, [key])).faults).toMatchObject([{ code: 'disclosure-differs', event: 1 }]);
      expect((await eventsOf('record-disclosed')).at(-1)).toMatchObject({ record: id, actor: '示例审计', code: '甘督〔2026〕3号 核实投诉' });
    });

    it('tells nobody its content by what the log commits to: equal contents of two records look unlike', async () => {
      await world.ingest([penaltyRow('8'), penaltyRow('9')]);
      const made = (await eventsOf('received')).slice(-2).map(({ digests }) => digests?.['commitment']);
      expect(made.every((one) => /^[0-9a-f]{64}$/u.test(one ?? ''))).toBe(true);
      expect(new Set(made).size).toBe(2);
    });

    it('is found by its new number and by its old one after a correction', async () => {
      await world.ingest([penaltyRow('2', { number: '合市监处罚〔2026〕14号', party: '甘南示例牧业有限公司' })]);
      await follow();
      expect(await idOf('合市监处罚〔2026〕14号')).toBe(await idOf('合市监处罚〔2026〕13号'));
    });
  });
}
