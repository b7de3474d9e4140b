import { mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { PullBatch } from '../../../connectors/connector.js';
import { csvConnector } from '../../../connectors/csv/index.js';
import { faultOf } from '../../../connectors/row-fault.js';
import type { CsvConfig } from './set-up.js';
import { all, changesOf, csvAt, signal, useWorkspace } from './set-up.js';

const places = useWorkspace();
const connector = (config: CsvConfig = {}, now?: Date) => csvAt(places.workspace, config, now);

/** What was put aside, by position and code. */
function faultsOf(batches: readonly PullBatch[]): string[] {
  return changesOf(batches).flatMap(({ position, row }) => {
    const found = faultOf(row);
    return found ? [`${position} ${found.fault.code}`] : [];
  });
}

describe('the csv folder', () => {
  it('gives a file only when it is ready', async () => {
    const written = new Date('2026-11-20T08:00:00Z');
    await writeFile(join(places.folder, 'a.csv'), 'a\n1\n');
    await utimes(join(places.folder, 'a.csv'), written, written);
    const soon = connector({ readyWhen: 'stable', stableSeconds: 5 }, new Date('2026-11-20T08:00:04Z'));
    expect(await all(soon.pull())).toEqual([]);
    expect(soon.events).toEqual(['file.not-ready']);
    const later = connector({ readyWhen: 'stable', stableSeconds: 5 }, new Date('2026-11-20T08:00:05Z'));
    expect(changesOf(await all(later.pull()))).toHaveLength(1);
    expect(await all(connector({ readyWhen: 'marker' }).pull())).toEqual([]);
    await writeFile(join(places.folder, 'a.csv.ok'), '');
    expect(changesOf(await all(connector({ readyWhen: 'marker' }).pull()))).toHaveLength(1);
  });

  it('may not lead out of the places.workspace, neither by its name nor by a link', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.csv'), 'a\n1\n');
    await symlink(outside, join(places.workspace, 'link'));
    await symlink(join(outside, 'secret.csv'), join(places.folder, 'linked.csv'));
    for (const place of ['../', outside, 'link']) {
      await expect(all(connector({ folder: place }).pull())).rejects.toMatchObject({
        code: 'FILE_PLACE_OUTSIDE_WORKSPACE',
      });
    }
    expect(await all(connector().pull())).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('may lie in another folder that whoever runs the gateway named', async () => {
    const other = await mkdtemp(join(tmpdir(), 'other-'));
    await writeFile(join(other, 'a.csv'), 'a\n1\n');
    const context = { name: 'a/b', now: () => new Date(), workspaceFolder: places.workspace, log: () => {} };
    const config = { folder: other, readyWhen: 'rename' as const };
    const made = csvConnector.create(config, { ...context, fileRoots: [other] });
    expect((await made.discover(signal))[0]?.columns.map(({ name }) => name)).toEqual(['a']);
    await expect(csvConnector.create(config, context).discover(signal)).rejects.toMatchObject({
      code: 'FILE_PLACE_OUTSIDE_WORKSPACE',
    });
    await rm(other, { recursive: true });
  });

  it('gives files in name order and only those that match', async () => {
    for (const name of ['b1.csv', 'a1.csv', 'a22.csv', 'a3.txt'])
      await writeFile(join(places.folder, name), `x\n${name}\n`);
    const changes = changesOf(await all(connector({ pattern: 'a?.csv' }).pull()));
    expect(changes.map(({ row }) => row['x'])).toEqual(['a1.csv']);
    const both = changesOf(await all(connector({ pattern: '*.csv' }).pull()));
    expect(both.map(({ row }) => row['x'])).toEqual(['a1.csv', 'a22.csv', 'b1.csv']);
  });

  it('is cleared of a file by the pull after the one that read it', async () => {
    await writeFile(join(places.folder, 'a.csv'), 'a\n1\n');
    const first = await all(connector({ archive: 'move' }).pull());
    expect(await readdir(places.folder)).toEqual(['a.csv']);
    const second = await all(connector({ archive: 'move' }).pull({ cursor: first.at(-1)?.cursor }));
    expect(changesOf(second)).toEqual([]);
    expect(await readdir(places.folder)).toEqual(['archive']);
    await rename(
      join(places.folder, 'archive', (await readdir(join(places.folder, 'archive')))[0] ?? ''),
      join(places.folder, 'a.csv'),
    );
    expect(changesOf(await all(connector().pull({ cursor: second.at(-1)?.cursor })))).toHaveLength(1);
  });

  it('that is missing, and a key column that is missing, are named', async () => {
    await expect(all(connector({ folder: 'nowhere' }).pull())).rejects.toMatchObject({
      code: 'FILE_FOLDER_MISSING',
    });
    await writeFile(join(places.folder, 'a.csv'), 'a\n1\n');
    expect(faultsOf(await all(connector().pull({ key: ['id'] })))).toEqual(['a.csv FILE_COLUMN_MISSING']);
  });
});

describe('a file whose header cannot be used', () => {
  const good = 'id,no\n1,x\n';
  const bad = 'id,id\n1,x\n';
  const put = async (name: string, text: string): Promise<void> => await writeFile(join(places.folder, name), text);
  const cursorOf = (batches: readonly PullBatch[]): string | null => batches.at(-1)?.cursor ?? null;

  it('is put aside by its name with the reason, and the others are read', async () => {
    await put('a.csv', good);
    await put('b.csv', bad);
    await put('c.csv', good);
    const changes = changesOf(await all(connector().pull()));
    expect(changes.map(({ position }) => position)).toEqual(['a.csv row 2', 'b.csv', 'c.csv row 2']);
    expect(faultsOf(await all(connector().pull()))).toEqual(['b.csv CSV_HEADER_INVALID']);
    expect(faultOf(changes[1]?.row ?? {})?.fault.zh).toContain('two columns are called id');
  });

  it('is tried by every pull, and leaves quarantine before its rows come when it is mended', async () => {
    await put('b.csv', bad);
    const first = await all(connector().pull());
    const second = await all(connector().pull({ cursor: cursorOf(first) }));
    expect(changesOf(second)).toEqual(changesOf(first));
    await put('b.csv', good);
    const mended = await all(connector().pull({ cursor: cursorOf(second) }));
    const [fault] = changesOf(first);
    expect(changesOf(mended).map(({ op, sourceKey, position }) => ({ op, sourceKey, position }))).toEqual([
      { op: 'delete', sourceKey: fault?.sourceKey, position: 'b.csv' },
      { op: 'upsert', sourceKey: expect.any(String), position: 'b.csv row 2' },
    ]);
    expect(await all(connector().pull({ cursor: cursorOf(mended) }))).toEqual([]);
    // Stopped after the first of both batches, the next pull says it again rather than not at all.
    expect(changesOf(await all(connector().pull({ cursor: mended[0]?.cursor })))).toHaveLength(2);
  });

  it('leaves quarantine when it is gone', async () => {
    await put('a.csv', good);
    await put('b.csv', bad);
    const first = await all(connector().pull());
    await rm(join(places.folder, 'b.csv'));
    const second = await all(connector().pull({ cursor: cursorOf(first) }));
    expect(changesOf(second)).toMatchObject([{ op: 'delete', position: 'b.csv' }]);
    expect(changesOf(await all(connector().pull({ cursor: cursorOf(second) })))).toEqual([]);
  });

  it('keeps a snapshot from being whole: what it would have shown is not gone', async () => {
    await put('a.csv', good);
    await put('b.csv', bad);
    expect((await all(connector().pull({ mode: 'snapshot' }))).at(-1)?.snapshotComplete).toBe(false);
  });
});

describe('csv settings', () => {
  it('pass over title lines, take other delimiters, and name columns where the file does not', async () => {
    await writeFile(join(places.folder, 'a.csv'), '甘南州"许可清单\n\n1|"x|y"\n2|z\n');
    const config = { delimiter: '|', skipLines: 2, header: ['id', 'text'] };
    const changes = changesOf(await all(connector(config).pull()));
    expect(changes.map(({ row, position }) => [row, position])).toEqual([
      [{ id: '1', text: 'x|y' }, 'a.csv row 3'],
      [{ id: '2', text: 'z' }, 'a.csv row 4'],
    ]);
  });

  it('are given for several streams, each with its own', async () => {
    await writeFile(join(places.folder, 'licence.csv'), 'a\n1\n');
    await writeFile(join(places.folder, 'penalty.csv'), 'b;c\n1;2\n');
    const config = {
      streams: {
        licences: { pattern: 'licence*.csv' },
        penalties: { pattern: 'penalty*.csv', delimiter: ';' },
      },
    };
    const made = connector(config);
    expect(
      (await made.discover(signal)).map(({ name, columns }) => [name, columns.map((column) => column.name)]),
    ).toEqual([
      ['licences', ['a']],
      ['penalties', ['b', 'c']],
    ]);
    expect(changesOf(await all(made.pull({ stream: 'penalties' })))[0]?.row).toEqual({ b: '1', c: '2' });
    expect(() => made.pull({ stream: 'other' })).toThrow(
      expect.objectContaining({ code: 'CONNECTOR_STREAM_MISSING' }),
    );
  });

  it('are checked step by step, up to the one that fails', async () => {
    const steps = async (config: CsvConfig) => {
      const seen: string[] = [];
      for await (const { step, ok, code } of connector(config).check(signal))
        seen.push(`${step} ${ok ? 'ok' : (code ?? '')}`);
      return seen;
    };
    expect(await steps({})).toEqual(['resolve ok', 'rights ok', 'read ok']);
    expect(await steps({ folder: 'nowhere' })).toEqual(['resolve FILE_FOLDER_MISSING']);
    await writeFile(join(places.folder, 'a.csv'), 'a,a\n1,2\n');
    expect(await steps({})).toEqual(['resolve ok', 'rights ok', 'read CSV_HEADER_INVALID']);
  });
});
