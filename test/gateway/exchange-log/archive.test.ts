import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseManifest, type ArchiveManifest } from '../../../gateway/exchange-log/archive/manifest.js';
import { verifyArchive, type ArchiveVerdict } from '../../../gateway/exchange-log/archive/verify.js';
import { writeArchive } from '../../../gateway/exchange-log/archive/write.js';
import { makeSignerKey, parseSignerKey } from '../../../gateway/exchange-log/note-signer.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

describe('an archived month', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  let manifest: ArchiveManifest;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-archive-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    const maker = new LogMaker(opened.store, seal);
    // What came before is another month's; what comes after is sealed already, too.
    await maker.write(9, 100);
    await maker.seal();
    await opened.store.execute("UPDATE log_sequence SET month = '2026-10-01'");
    await maker.write(13, 50);
    await maker.seal();
    manifest = await writeArchive(opened.store, '2026-11', folder);
  });
  afterAll(async () => {
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  const verify = (of: ArchiveManifest = manifest): Promise<ArchiveVerdict> =>
    verifyArchive(of, folder, seal.signers.map(({ verifierKey }) => verifierKey));

  /** What is found with the entries changed; they are put back. */
  async function foundAfter(how: (lines: string[]) => string[]): Promise<unknown[]> {
    const file = join(folder, manifest.entries);
    const packed = await readFile(file);
    const lines = how(gunzipSync(packed).toString('utf8').trimEnd().split('\n'));
    await writeFile(file, gzipSync(`${lines.join('\n')}\n`));
    const { faults } = await verify();
    await writeFile(file, packed);
    return faults.map(({ code, index, until }) => ({ code, index, until }));
  }

  it('verifies with nothing but its files and the key, from the middle of the log', async () => {
    expect(await verify()).toEqual({ origin: seal.origin, first: 900, until: 1550, verified: 650, faults: [] });
    expect(parseManifest(await readFile(join(folder, '2026-11.manifest.json'), 'utf8'))).toEqual(manifest);
    const other = await parseSignerKey(makeSignerKey(seal.origin));
    expect(await verifyArchive(manifest, folder, other ? [other.verifierKey] : [])).toMatchObject({ faults: [{ code: 'checkpoint-unsigned' }] });
  });

  it('names the first event that was changed, removed, inserted or moved', async () => {
    expect(await foundAfter((lines) => lines.map((line, n) => (n === 77 ? line.replace('gannan', 'linxia') : line)))).toEqual([{ code: 'event-changed', index: 977 }]);
    expect(await foundAfter((lines) => lines.toSpliced(5, 2))).toEqual([{ code: 'events-removed', index: 905, until: 907 }]);
    expect(await foundAfter((lines) => lines.slice(0, -1))).toEqual([{ code: 'events-removed', index: 1549, until: 1550 }]);
    expect(await foundAfter((lines) => lines.toSpliced(5, 0, '{}'))).toEqual([{ code: 'events-inserted', index: 905, until: 906 }]);
    expect(await foundAfter((lines) => [lines[1] ?? '', lines[0] ?? '', ...lines.slice(2)])).toEqual([{ code: 'events-reordered', index: 900, until: 902 }]);
  });

  it('is refused where its files or its place in the log were changed beyond that', async () => {
    const whole = [{ code: 'history-rewritten', index: 900, until: 1550 }];
    expect((await verify({ ...manifest, edge: manifest.edge.map(() => '') })).faults).toMatchObject(whole);
    expect((await verify({ ...manifest, path: manifest.path.slice(1) })).verified).toBe(manifest.path.length === 0 ? 650 : 0);
    expect((await verify({ ...manifest, first: 899, until: 1549 })).verified).toBe(0);
    const file = join(folder, manifest.entries);
    const packed = await readFile(file);
    await writeFile(file, packed.subarray(0, -20));
    expect((await verify()).faults).toMatchObject(whole);
    await writeFile(file, packed);
    expect((await verify()).faults).toEqual([]);
  });

  it('is written once, and only where there is something', async () => {
    await expect(writeArchive(opened.store, '2026-11', folder)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(writeArchive(opened.store, '2026-01', folder)).rejects.toMatchObject({ code: 'LOG_ARCHIVE_NOTHING' });
    for (const text of ['', '[]', '{}', JSON.stringify({ ...manifest, entries: '../x' }), JSON.stringify({ ...manifest, first: 5, until: 5 })]) {
      expect(parseManifest(text)).toBeUndefined();
    }
  });
});
