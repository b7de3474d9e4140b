import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { applyFolder } from '../../../gateway/cli/apply.js';
import { exportConfiguration } from '../../../gateway/cli/export.js';
import { openStore } from '../../../gateway/store/open.js';
import type { Store } from '../../../gateway/store/store.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { sampleText, sampleTypes, sampleWith } from './sample.js';

const now = new Date('2026-11-23T02:00:00Z');
let store: Store;
let folder: string;
let out: string;
let err: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jiantong-commands-'));
  store = await openStore({ dataFolder: join(folder, 'data'), connectionsMax: 1 }, now);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  [out, err] = ['', ''];
});

async function apply(text: string, flags: { json?: boolean; dryRun?: boolean } = {}): Promise<number> {
  rmSync(join(folder, 'in'), { recursive: true, force: true });
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in/city.yaml'), text);
  return applyFolder({
    store,
    folder: join(folder, 'in'),
    types: sampleTypes,
    makeId: createIdMaker(() => now),
    now,
    actor: 'tashi',
    out: (written) => (out += written),
    err: (written) => (err += written),
    ...flags,
  });
}

const countVersions = async (): Promise<unknown> => (await store.query('SELECT count(*) AS n FROM resource_version'))[0];

describe('jiantong apply', () => {
  it('prints each mistake on a line of its own, changes nothing and ends with 2', async () => {
    const before = await countVersions();
    expect(await apply(sampleWith(['type: table', 'type: tabel'], ['"*/10 * * * *"', 'often']))).toBe(2);
    expect(err.split('\n').map((line) => line.split(' ')[0])).toEqual(['city.yaml:15', 'city.yaml:79', '']);
    expect(await apply('kind: [')).toBe(2);
    expect(await apply('kind: [', { json: true })).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ code: 'CONFIG_YAML_DAMAGED', file: 'city.yaml', line: 1 }] });
    expect(await countVersions()).toEqual(before);
  });

  it('says what it would do, and does not do it, when it is only tried', async () => {
    const before = await countVersions();
    expect(await apply(sampleText, { dryRun: true })).toBe(0);
    expect(out).toContain('gannan-housing/housing-penalties');
    expect(await countVersions()).toEqual(before);
  });

  it('stores what is new or changed, logs each change, and says so', async () => {
    expect(await apply(sampleText)).toBe(0);
    expect(out).toMatch(/新增 created \d+，变更 changed 0，未变 unchanged 0\n$/u);
    out = '';
    expect(await apply(sampleText)).toBe(0);
    expect(out).toMatch(/^新增 created 0，变更 changed 0，未变 unchanged \d+\n$/u);
  });

  it('puts a single manifest beside those that are stored, and checks it among them', async () => {
    const exchange = sampleText.split('---\n').at(-1) ?? '';
    expect(await apply(exchange.replace('*/10', '*/5'), { json: true })).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ created: [], changed: [{ kind: 'Exchange', name: 'housing-penalties', version: 2 }] });
    expect(await apply(exchange.replace('housing-db', 'other-db'))).toBe(2);
    expect(err).toContain('CONFIG_REFERENCE_UNKNOWN');
  });
});

describe('jiantong export', () => {
  it('gives the applied configuration as files that apply finds unchanged', async () => {
    const target = join(folder, 'out');
    expect(await exportConfiguration({ store, folder: target, out: (text) => (out += text) })).toBe(0);
    expect(readdirSync(join(target, 'gannan-housing')).toSorted()).toEqual(['agreement.yaml', 'connector.yaml', 'department.yaml', 'exchange.yaml', 'mapping.yaml']);
    out = '';
    await applyFolder({ store, folder: target, types: sampleTypes, makeId: createIdMaker(() => now), now, actor: 'tashi', json: true, out: (text) => (out += text), err: (text) => (err += text) });
    expect(JSON.parse(out)).toMatchObject({ created: [], changed: [] });
  });

  it('prints all as one text, or as JSON, without a folder', async () => {
    await exportConfiguration({ store, out: (text) => (out += text) });
    expect(out.match(/^apiVersion: jiantong\/v1$/gmu)).toHaveLength(8);
    out = '';
    await exportConfiguration({ store, json: true, out: (text) => (out += text) });
    expect(JSON.parse(out)).toHaveLength(8);
  });
});
