import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configurationServices } from '../../../gateway/configuration/services.js';
import { applyWorkspace } from '../../../gateway/exchanges/apply.js';
import { resourceReadings } from '../../../gateway/reading/resources.js';
import type { Scope } from '../../../gateway/reading/scope.js';
import { openStore } from '../../../gateway/store/open.js';
import type { Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { sampleText, sampleTypes } from '../workspace/sample.js';

const now = new Date('2026-11-23T02:00:00Z');
const exchange = sampleText.split('---\n').at(-1) ?? '';
const connector = sampleText.split('---\n').find((text) => text.includes('name: housing-db,')) ?? '';

describe('changing the configuration through the services', () => {
  let store: Store;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jiantong-configuration-'));
    store = await openStore({ dataFolder: folder, connectionsMax: 1 }, now);
    await services('all').apply({ text: sampleText });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const services = (scope: Scope, actor = 'ma-jianguo') =>
    configurationServices(
      {
        store,
        types: sampleTypes,
        now: () => now,
        folder: () => folder,
        putInForce: async (workspace, who) => {
          await applyWorkspace(store, workspace, who, createIdMaker(() => now), now);
        },
      },
      { scope, actor },
    );
  const own = services.bind(undefined, ['gannan-housing']);
  const resources = () => resourceReadings({ store, scope: 'all' });
  const head = () => resources().get('Exchange', 'gannan-housing/housing-penalties');

  it('shows value by value what would change, and changes nothing when it is only looked at', async () => {
    const before = await head();
    const { problems, changes, unchanged } = await own().preview({ text: exchange.replace('*/10', '*/5') });
    expect([problems, unchanged]).toEqual([[], 0]);
    expect(changes).toEqual([
      expect.objectContaining({
        kind: 'Exchange',
        name: 'gannan-housing/housing-penalties',
        version: before.version + 1,
        isNew: false,
        differences: [{ path: '/spec/schedule/cron', before: '*/10 * * * *', after: '*/5 * * * *' }],
      }),
    ]);
    expect(await head()).toEqual(before);
  });

  it('tells every mistake with its line, and applies all or nothing', async () => {
    const text = `${exchange.replace('housing-db', 'other-db')}---\n${connector.replace('5432', '5433')}`;
    const { problems } = await own().preview({ text });
    expect(problems).toEqual([expect.objectContaining({ code: 'CONFIG_REFERENCE_UNKNOWN', document: 1, line: 6, path: '/spec/source/connector' })]);
    await expect(own().apply({ text })).rejects.toMatchObject({ code: 'CONFIG_WORKSPACE_WRONG' });
    expect((await resources().get('Connector', 'gannan-housing/housing-db')).version).toBe(1);
  });

  it('keeps every version with who and when, and puts an earlier one back as a new one', async () => {
    await own().apply({ text: exchange.replace('*/10', '*/5') });
    await services('all', 'operator-one').apply({ text: exchange.replace('*/10', '*/15') });
    const name = 'gannan-housing/housing-penalties';
    const { items } = await resources().versions('Exchange', name, { limit: 10 });
    expect(items.map(({ version, appliedBy }) => [version, appliedBy])).toEqual([[3, 'operator-one'], [2, 'ma-jianguo'], [1, 'ma-jianguo']]);
    expect((await resources().version('Exchange', name, 3)).differences).toEqual([
      { path: '/spec/schedule/cron', before: '*/5 * * * *', after: '*/15 * * * *' },
    ]);
    await own().rollBack('Exchange', name, 1);
    const after = await head();
    expect([after.version, after.digest]).toEqual([4, items.at(-1)?.digest]);
  });

  it('does not overwrite what somebody else has changed meanwhile', async () => {
    const seen = (await head()).digest;
    const key = 'Exchange gannan-housing/housing-penalties';
    await own().apply({ text: exchange.replace('*/10', '*/20'), seen: { [key]: seen } });
    await expect(own().apply({ text: exchange.replace('*/10', '*/30'), seen: { [key]: seen } })).rejects.toMatchObject({ code: 'CONFIG_CHANGED_MEANWHILE' });
    await expect(own().apply({ text: exchange, seen: { [key]: null } })).rejects.toMatchObject({ code: 'CONFIG_CHANGED_MEANWHILE' });
  });

  it.each([
    ['a manifest of another department', sampleText.split('---\n').find((text) => text.includes('name: credit-china,')) ?? '', 'CONFIG_MANIFEST_OF_OTHERS'],
    ['its own entry among the departments', sampleText.split('---\n')[1] ?? '', 'CONFIG_MANIFEST_OF_OTHERS'],
    ['a variable of the gateway', connector.replace('HOUSING_PASSWORD', 'JIANTONG_MASTER_KEY'), 'CONFIG_REACHES_BEYOND'],
    ['the data folder', connector.replace('port: 5432', 'folder: "."'), 'CONFIG_REACHES_BEYOND'],
    ['a way out of its own folder', connector.replace('port: 5432', 'folder: gannan-housing/../gannan-market'), 'CONFIG_REACHES_BEYOND'],
  ])('keeps a department from %s', async (_what, text, code) => {
    await expect(own().apply({ text: text })).rejects.toMatchObject({ code });
    await expect(own().preview({ text })).rejects.toMatchObject({ code });
  });

  it('leaves a department the variables that its connector had, and its own folder', async () => {
    expect((await own().preview({ text: connector.replace('5432', '5433') })).problems).toEqual([]);
    const { problems } = await own().preview({ text: connector.replace('port: 5432', 'folder: gannan-housing/in') });
    expect(problems.map(({ code }) => code)).toEqual(['CONFIG_FIELD_UNKNOWN']);
  });

  it('exports what applies again without a change, of a department its own alone', async () => {
    const text = await services('all').export();
    expect((await services('all').preview({ text })).changes).toEqual([]);
    expect(await own().export()).not.toContain('department: data-office');
    expect(await own().export()).toContain('name: housing-penalties');
  });

  it('reads a hostile text as text', async () => {
    for (const text of ['a: &a [*a, *a]', 'x: '.repeat(100), '!!js/function "x"', `{ "__proto__": { "polluted": true } }`, '['.repeat(10_000)]) {
      expect((await services('all').preview({ text })).problems.length).toBeGreaterThan(0);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
