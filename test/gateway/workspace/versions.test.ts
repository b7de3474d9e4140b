import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../gateway/store/open.js';
import type { Store } from '../../../gateway/store/store.js';
import { exportManifests, manifestsText, writeManifestFiles } from '../../../gateway/workspace/export.js';
import { loadWorkspace, readManifests } from '../../../gateway/workspace/load.js';
import { manifestSchemas } from '../../../gateway/workspace/manifest-schemas.js';
import { contentOf, digestOf, resourceKey } from '../../../gateway/workspace/resource-key.js';
import type { Manifest } from '../../../gateway/workspace/resources.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { applyManifests, previewManifests, readStoredManifests } from '../../../gateway/workspace/versions.js';
import { assetPath } from '../../../schemas/assets.js';
import { postgresServer } from '../../servers/postgres.js';
import { makeDatabase } from '../schedule/test-database.js';
import { sampleText, sampleWith } from './sample.js';

const now = new Date('2026-11-23T02:00:00Z');
const manifestsOf = (text: string): readonly Manifest[] => readManifests([{ file: 'city.yaml', text }], schemas).manifests;
const schemas = manifestSchemas();
const outline = (manifests: readonly Manifest[]): string[] => manifests.map((one) => `${resourceKey(one)} ${digestOf(one)}`).toSorted();

interface Opened {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

async function openEmbedded(): Promise<Opened> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'jiantong-versions-'));
  const store = await openStore({ dataFolder, connectionsMax: 1 }, now);
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(dataFolder, { recursive: true });
    },
  };
}

async function openServer(): Promise<Opened> {
  const database = await makeDatabase();
  return { store: database.store, close: () => database.drop() };
}

const stores = [['embedded', openEmbedded], ...(postgresServer === undefined ? [] : [['server', openServer] as const])] as const;

describe.each(stores)('configuration in the %s store', (_, open) => {
  let opened: Opened;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  it('gets a first version of everything, then a new one of what changed only', async () => {
    const sample = manifestsOf(sampleText);
    const first = await applyManifests(store, sample, 'tashi', now);
    expect([first.created.length, first.changed.length, first.unchanged.length]).toEqual([8, 0, 0]);
    expect(first.created.every(({ version }) => version === 1)).toBe(true);

    const changedText = sampleWith(['wsh, apply: [trim]', 'wsh, apply: [trim, half-width]']);
    const preview = await previewManifests(store, manifestsOf(changedText));
    const second = await applyManifests(store, manifestsOf(changedText), 'drolma', now);
    expect(second.created).toEqual([]);
    expect(second.changed.map(({ kind, department, name, version }) => `${kind} ${department}/${name} ${String(version)}`)).toEqual([
      'Mapping gannan-housing/housing-penalty 2',
    ]);
    expect(preview).toEqual({ created: second.created, changed: second.changed, unchanged: second.unchanged });

    const key = 'Mapping gannan-housing/housing-penalty';
    expect(second.versionIds.get(key)).toBeGreaterThan(first.versionIds.get(key) ?? Infinity);
    expect(second.versionIds.get('Exchange gannan-housing/housing-penalties')).toBe(first.versionIds.get('Exchange gannan-housing/housing-penalties'));
    const rows = await store.query('SELECT version, applied_by FROM resource_version WHERE name = $1 ORDER BY version', ['housing-penalty']);
    expect(rows).toEqual([
      { version: 1, applied_by: 'tashi' },
      { version: 2, applied_by: 'drolma' },
    ]);
  });

  it('goes back to earlier content as a new version', async () => {
    const third = await applyManifests(store, manifestsOf(sampleText), 'tashi', now);
    expect(third.changed.map(({ name, version }) => [name, version])).toEqual([['housing-penalty', 3]]);
  });

  it('is read back, exported and loaded as the same manifests, in whatever order they were written', async () => {
    const sample = manifestsOf(sampleText);
    const reordered = manifestsOf(sampleText.split('---\n').toReversed().map((text) => text.trimEnd()).join('\n---\n'));
    expect((await applyManifests(store, reordered, 'tashi', now)).unchanged).toHaveLength(8);
    const stored = await readStoredManifests(store);
    expect(outline(stored)).toEqual(outline(sample));

    const folder = mkdtempSync(join(tmpdir(), 'jiantong-export-'));
    writeManifestFiles(folder, exportManifests(stored));
    const loaded = loadWorkspace(folder);
    expect(loaded.problems).toEqual([]);
    expect(outline(loaded.manifests)).toEqual(outline(sample));
    expect(() => writeManifestFiles(folder, [])).toThrow('CONFIG_EXPORT_FOLDER_NOT_EMPTY');
    rmSync(folder, { recursive: true });
  });

  it('holds shipped manifests as versions too, but does not give them back as the workspace’s own', async () => {
    const before = outline(await readStoredManifests(store));
    const shipped = loadShipped();
    const { versionIds } = await applyManifests(store, shipped, 'tashi', now);
    expect(versionIds.size).toBe(shipped.length);
    expect(outline(await readStoredManifests(store))).toEqual(before);
  });

  it('stands when two apply the same at once: each version is there once', async () => {
    const text = sampleWith(['frequency: 每十分钟', 'frequency: 每小时']);
    const [one, other] = await Promise.all([
      applyManifests(store, manifestsOf(text), 'tashi', now),
      applyManifests(store, manifestsOf(text), 'drolma', now),
    ]);
    expect(one.changed.length + other.changed.length).toBe(1);
    expect(one.versionIds).toEqual(other.versionIds);
  });

  it('stores nothing when one manifest cannot be stored', async () => {
    const count = async (): Promise<unknown> => store.query('SELECT count(*) AS n FROM resource_version');
    const before = await count();
    const [first, ...others] = manifestsOf(sampleWith(['title: 甘南州数据局', 'title: 甘南州大数据局'], ['frequency: 每十分钟', 'frequency: 每天']));
    const poisoned = { ...first, spec: { ...first?.spec, title: '\u0000' } } as Manifest;
    await expect(applyManifests(store, [...others, poisoned], 'tashi', now)).rejects.toThrow();
    expect(await count()).toEqual(before);
  });
});

describe('exported manifests', () => {
  it('are the same when read again, for the example workspace and everything shipped', () => {
    for (const manifests of [loadWorkspace(assetPath('examples/gannan')).manifests, loadShipped()]) {
      const read = exportManifests(manifests).flatMap(({ file, text }) => readManifests([{ file, text }], schemas).manifests);
      expect(outline(read)).toEqual(outline(manifests));
      expect(read.map((one) => JSON.stringify(contentOf(one))).toSorted()).toEqual(manifests.map((one) => JSON.stringify(contentOf(one))).toSorted());
    }
  });

  it('keep text that looks like something else', () => {
    const texts = ['007', 'true', 'null', '~', '2026-01-01', '1e3', '0x1f', '', ' padded ', '*alias', '&anchor', '!tag', '- item', 'a: b', '# no remark', 'line\nbreak\n', '𠮷㐂', '%', '@', '`', '---', '...'];
    const [sample] = manifestsOf(sampleText);
    const manifest = { ...sample, kind: 'Mapping', spec: { texts, keys: Object.fromEntries(texts.map((text) => [text, text])) } } as Manifest;
    const { problems, manifests } = readManifests([{ file: 'again.yaml', text: manifestsText([manifest]) }]);
    expect(problems).toEqual([]);
    expect(manifests[0]?.spec).toEqual(manifest.spec);
  });
});
