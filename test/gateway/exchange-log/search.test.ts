import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LogEntry } from '../../../gateway/exchange-log/entry.js';
import { forgetProjection, keepSearchable } from '../../../gateway/exchange-log/search/projector.js';
import { searchEntries, type FoundEntry, type LogFilter } from '../../../gateway/exchange-log/search/search.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { sealOf } from './sequencer-suite.js';

const now = new Date('2026-11-23T04:00:00Z');
const secondMs = 1000;
/** More than three blocks, so that rare words have to be looked for. */
const count = 14_000;

describe('searching the exchange log', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  const makeId = createIdMaker(() => now);
  const records = Array.from({ length: 40 }, () => makeId());
  const entries = Array.from({ length: count }, (_, n) => entryAt(n));

  /** Words of which some are in every event, some in every hundredth, and one actor in three of all. */
  function entryAt(n: number): LogEntry {
    const isRare = n === 17 || n === 5000 || n === 13_999;
    return {
      id: makeId(),
      at: new Date(now.getTime() + n * secondMs).toISOString(),
      station: n % 100 === 0 ? 'rejected' : 'accepted',
      actor: isRare ? '示例甲' : 'gateway',
      department: n % 3 === 0 ? 'gannan-housing' : 'gannan-market',
      ...(n % 7 === 0 ? {} : { dataset: 'administrative-penalty', record: records[n % records.length], version: 1 + (n % 2) }),
      ...(n % 2 === 0 ? { run: 1 + Math.floor(n / 1000) } : { target: 'data-office/credit-china', code: n % 100 === 1 ? '名称为空' : '0' }),
    };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    for (let from = 0; from < count; from += 700) {
      const segment = new SegmentWriter();
      for (const entry of entries.slice(from, from + 700)) segment.add(entry);
      await opened.store.transaction((transaction) => segment.write(transaction, makeId, now));
    }
    while ((await sequenceSegments(opened.store, seal)).state === 'sealed');
    await keepSearchable(opened.store);
  });
  afterAll(async () => {
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  const find = (filter: LogFilter, page: Partial<Parameters<typeof searchEntries>[2]> = {}): Promise<FoundEntry[]> =>
    searchEntries(opened.store, filter, { departments: null, limit: 50, ...page });

  /** What a plain look through all events finds. */
  function expected(filter: LogFilter, departments: readonly string[] | null, before = count): number[] {
    const { from, until, ...equal } = filter;
    const wanted = Object.entries(equal).filter(([, value]) => value !== undefined);
    return entries
      .map((entry, index) => ({ entry, index }))
      .filter(({ entry, index }) => index < before && wanted.every(([name, value]) => entry[name as keyof LogEntry] === value))
      .filter(({ entry }) => (from === undefined || entry.at >= from) && (until === undefined || entry.at < until))
      .filter(({ entry }) => departments === null || departments.includes(entry.department))
      .map(({ index }) => index)
      .toReversed();
  }

  it('finds what a look through every event finds, newest first, whatever is asked for', async () => {
    const at = fc.integer({ min: 0, max: count - 1 }).map((n) => entries[n]?.at);
    const optional = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(values, { nil: undefined, freq: 1 });
    const filters = fc.record({
      record: optional(fc.constantFrom(...records)),
      station: optional(fc.constantFrom('rejected', 'accepted', 'received')),
      department: optional(fc.constantFrom('gannan-housing', 'gannan-market', 'nowhere')),
      dataset: optional(fc.constant('administrative-penalty')),
      target: optional(fc.constant('data-office/credit-china')),
      actor: optional(fc.constantFrom('示例甲', 'gateway')),
      code: optional(fc.constantFrom('0', '名称为空')),
      run: optional(fc.integer({ min: 1, max: 15 })),
      from: optional(at),
      until: optional(at),
    });
    const scopes = fc.constantFrom(null, ['gannan-housing'], ['gannan-market', 'nowhere'], []);
    await fc.assert(
      fc.asyncProperty(filters, scopes, fc.integer({ min: 1, max: 120 }), optional(fc.integer({ min: 0, max: count })), async (filter, departments, limit, before) => {
        const found = await find(filter, { departments, limit, ...(before === undefined ? {} : { before }) });
        expect(found.map(({ index }) => index)).toEqual(expected(filter, departments, before).slice(0, limit));
      }),
      { numRuns: 150 },
    );
  });

  it('shows each event as it was logged', async () => {
    const [found] = await find({ actor: '示例甲' }, { before: 5001 });
    const { id: _id, ...logged } = entries[5000] ?? { id: '' };
    expect(found).toEqual({ index: 5000, dataset: null, record: null, version: null, target: null, code: null, run: null, ...logged });
  });

  it('is made again from the log when it is forgotten, event for event', async () => {
    const before = await find({ station: 'rejected' });
    await forgetProjection(opened.store);
    expect(await find({ station: 'rejected' })).toEqual([]);
    await keepSearchable(opened.store);
    expect(await find({ station: 'rejected' })).toEqual(before);
    expect(await opened.store.query('SELECT count(*) AS events FROM log_entry')).toEqual([{ events: count }]);
  });
});
