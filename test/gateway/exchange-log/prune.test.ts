import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachArchive } from '../../../gateway/exchange-log/archive/attach.js';
import { monthsBefore, pruneMonth, type ArchiveTools } from '../../../gateway/exchange-log/archive/prune.js';
import { firstKept, parseRetention } from '../../../gateway/exchange-log/archive/retention.js';
import { writeArchive } from '../../../gateway/exchange-log/archive/write.js';
import { proveEvents } from '../../../gateway/exchange-log/prove.js';
import { readEntryBundle } from '../../../gateway/exchange-log/published.js';
import { forgetProjection, keepSearchable } from '../../../gateway/exchange-log/search/projector.js';
import { searchEntries } from '../../../gateway/exchange-log/search/search.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { verifyStore, type StoreVerdict } from '../../../gateway/exchange-log/verify-store.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

const september = new Date('2026-09-10T00:00:00Z');
const october = new Date('2026-10-10T00:00:00Z');
const oneMonth = parseRetention('1');

describe('a month that is pruned after it was archived', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  let tools: ArchiveTools;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-prune-'));
    opened = await withTables(openEmbedded(), september);
    seal = await sealOf(opened.store, folder);
    const maker = new LogMaker(opened.store, seal);
    tools = { store: opened.store, makeId: maker.makeId, now: () => now, keys: seal.signers.map(({ verifierKey }) => verifierKey) };
    await maker.write(4, 100, september);
    // Processes have clocks of their own: a segment of the next month may stand between two of this one.
    await maker.write(1, 50, october);
    await maker.write(3, 100, september);
    await maker.write(5, 100, october);
    await maker.seal();
    await maker.write(4, 100);
    await maker.seal();
    await keepSearchable(opened.store);
  });
  afterAll(async () => {
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  const verify = (): Promise<StoreVerdict> => verifyStore(opened.store, { keys: tools.keys });
  const count = async (): Promise<number> => (await searchEntries(opened.store, {}, { departments: null, limit: 5000 })).length;
  const prune = (month: string): ReturnType<typeof pruneMonth> => pruneMonth(tools, month, folder, oneMonth);

  it('stays where it is without an archive, without a witness over it, and within its time', async () => {
    expect(await monthsBefore(opened.store, '2026-11')).toEqual(['2026-09', '2026-10']);
    await expect(prune('2026-09')).rejects.toMatchObject({ code: 'LOG_PRUNE_NOT_ARCHIVED' });
    await writeArchive(opened.store, '2026-09', folder);
    await expect(prune('2026-09')).rejects.toMatchObject({ code: 'LOG_PRUNE_NOT_WITNESSED' });
    await opened.store.execute("INSERT INTO log_witness (place, size, sent_at, tried_at) VALUES ('audit', 700, now(), now())");
    await expect(prune('2026-09')).rejects.toMatchObject({ code: 'LOG_PRUNE_NOT_WITNESSED' });
    await opened.store.execute('UPDATE log_witness SET size = 1650');
    await expect(pruneMonth(tools, '2026-09', folder, parseRetention('6'))).rejects.toMatchObject({ code: 'LOG_PRUNE_TOO_SOON' });
    const longer = parseRetention('1 administrative-penalty=6');
    await expect(pruneMonth(tools, '2026-09', folder, longer)).rejects.toMatchObject({ code: 'LOG_PRUNE_TOO_SOON', facts: { dataset: 'administrative-penalty' } });
    await expect(prune('2026-11')).rejects.toMatchObject({ code: 'LOG_PRUNE_TOO_SOON' });
    const entries = join(folder, '2026-09.entries.gz');
    await copyFile(entries, `${entries}.kept`);
    const bytes = await readFile(entries);
    await writeFile(entries, bytes.subarray(0, -20));
    await expect(prune('2026-09')).rejects.toMatchObject({ code: 'LOG_PRUNE_NOT_ARCHIVED' });
    await copyFile(`${entries}.kept`, entries);
    expect(await verify()).toMatchObject({ verified: 1650, pruned: 0, faults: [] });
  });

  it('leaves a store that still verifies, from the first event to the last, and says how much is in archives', async () => {
    expect(await prune('2026-09')).toEqual({ month: '2026-09', events: 700 });
    expect(await verify()).toMatchObject({ treeSize: 1650, verified: 1650, pruned: 700, faults: [] });
    expect(await count()).toBe(950);
    expect(await readEntryBundle(opened.store, 0, 256)).toBeUndefined();
    expect(await readEntryBundle(opened.store, 1, 200)).toBeUndefined();
    await expect(proveEvents(opened.store, { event: '3' }, () => true)).rejects.toMatchObject({ code: 'LOG_EVENT_UNKNOWN' });
    expect((await proveEvents(opened.store, { event: '420' }, () => true)).events).toHaveLength(1);
    await forgetProjection(opened.store);
    await keepSearchable(opened.store);
    expect(await count()).toBe(950);
  });

  it('hides nothing that was changed beside it: other events, its tiles, or events that were merely deleted', async () => {
    const found = async (sql: string, undo: string): Promise<unknown[]> => {
      await opened.store.execute(sql);
      const { faults } = await verify();
      await opened.store.execute(undo);
      return faults.map(({ code }) => code);
    };
    const swap = (from: string, to: string): string => `UPDATE log_segment SET entries = replace(entries, '${from}', '${to}') WHERE id = (SELECT segment_id FROM log_sequence WHERE first_index = 400)`;
    expect(await found(swap('gannan', 'linxia'), swap('linxia', 'gannan'))).toEqual(['event-changed']);
    const flip = 'UPDATE log_tile SET hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) WHERE level = 0 AND tile = 1';
    expect(await found(flip, flip)).toContain('history-rewritten');
    const hide = 'CREATE TABLE hidden AS SELECT * FROM log_segment WHERE id = (SELECT segment_id FROM log_sequence WHERE first_index = 850); DELETE FROM log_segment WHERE id IN (SELECT id FROM hidden)';
    expect(await found(hide, 'INSERT INTO log_segment SELECT * FROM hidden; DROP TABLE hidden')).toEqual(['events-removed']);
    expect((await verify()).faults).toEqual([]);
  });

  it('is searched, proven and verified as before once its archive was attached, and can be pruned again', async () => {
    const other = join(folder, 'other');
    await mkdir(other);
    const manifest = await readFile(join(folder, '2026-09.manifest.json'), 'utf8');
    await writeFile(join(other, '2026-09.manifest.json'), ` ${manifest}`);
    await expect(attachArchive(tools, join(other, '2026-09.manifest.json'))).rejects.toMatchObject({ code: 'LOG_ATTACH_OTHER' });
    expect(await attachArchive(tools, join(folder, '2026-09.manifest.json'))).toEqual({ month: '2026-09', events: 700 });
    expect(await verify()).toMatchObject({ verified: 1650, pruned: 0, faults: [] });
    expect(await count()).toBe(1650);
    expect((await proveEvents(opened.store, { event: '3' }, () => true)).events).toHaveLength(1);
    expect((await readEntryBundle(opened.store, 1, 200))?.length).toBeGreaterThan(1000);
    await expect(attachArchive(tools, join(folder, '2026-09.manifest.json'))).rejects.toMatchObject({ code: 'LOG_ATTACH_NOT_PRUNED' });
    expect(await prune('2026-09')).toMatchObject({ events: 700 });
    expect(await count()).toBe(950);
  });

  it('is told of in the log itself, with the digest of its archive', async () => {
    const told = await opened.store.query<{ entries: string }>("SELECT entries FROM log_segment WHERE position('\"station\":\"log-pruned\"' IN entries) > 0");
    expect(told).toHaveLength(2);
  });
});

describe('the setting for how long events stay', () => {
  it('is a number of months, and longer ones by dataset', () => {
    expect(parseRetention('12 inspection=36')).toEqual({ months: 12, byDataset: new Map([['inspection', 36]]) });
    for (const wrong of ['', 'x', '12 inspection', '12 =3', '12 inspection=x']) expect(() => parseRetention(wrong)).toThrow();
    expect(firstKept(now, 1)).toBe('2026-10');
    expect(firstKept(now, 12)).toBe('2025-11');
  });
});
