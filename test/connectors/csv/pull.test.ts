import { appendFile, mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import type { Change, PullBatch, PullRequest } from '../../../connectors/connector.js';
import { pullRowsMax } from '../../../connectors/connector.js';
import { csvConnector } from '../../../connectors/csv/index.js';
import type { CsvStream } from '../../../connectors/csv/spec.js';
import type { FileConfig } from '../../../connectors/shared/file-streams.js';
import { faultOf } from '../../../connectors/row-fault.js';

const signal = AbortSignal.timeout(60_000);
let workspace = '';
let folder = '';

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'csv-'));
  folder = join(workspace, 'drop');
  await mkdir(folder);
});
afterEach(async () => await rm(workspace, { recursive: true }));

function connector(config: Partial<FileConfig<CsvStream>> = {}, now = new Date()) {
  const events: string[] = [];
  const context = {
    name: 'market/files',
    now: () => now,
    workspaceFolder: workspace,
    log: (event: string) => void events.push(event),
  };
  const made = csvConnector.create({ folder: 'drop', readyWhen: 'rename', ...config }, context);
  const pull = (request: Partial<PullRequest> = {}): AsyncIterable<PullBatch> => {
    if (!made.pull) throw new Error('csv pulls');
    return made.pull(
      { stream: 'files', key: [], mode: 'incremental', cursorColumns: [], cursor: null, ...request },
      signal,
    );
  };
  return { ...made, events, pull };
}

async function all(batches: AsyncIterable<PullBatch>): Promise<PullBatch[]> {
  const seen: PullBatch[] = [];
  for await (const batch of batches) seen.push(batch);
  return seen;
}

function changesOf(batches: readonly PullBatch[]): Change[] {
  return batches.flatMap((batch) => [...batch.changes]);
}

function lines(from: number, to: number): string {
  let text = '';
  for (let id = from; id < to; id++) text += `${id},州市监许〔2026〕${id}号\n`;
  return text;
}

describe('csv rows', () => {
  it('come back as they were written, whatever their characters, quotes, newlines and encoding', async () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
    const spiced = fc.oneof(cell, fc.constantFrom('', '"', ',', '\n', '\r\n', 'a"b', '㐂䶮𠮷', '〔2026〕12号', '\uFEFF', ' '));
    const table = fc.array(fc.array(spiced, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('utf-8', 'gb18030'), fc.constantFrom('\n', '\r\n'), fc.boolean(), async (rows, encoding, newline, bom) => {
        // Private-use characters have no agreed place in GB18030, and a lone CR is no line end.
        const clean = rows.map((row) => row.map((text) => (encoding === 'gb18030' ? text.replace(/[\uE000-\uF8FF]/gu, '') : text)));
        const text = Papa.unparse([['a', 'b', 'c'], ...clean], { newline }) + newline;
        const name = `${run++}.csv`;
        await writeFile(join(folder, name), iconv.encode(text, encoding, { addBOM: bom && encoding === 'utf-8' }));
        const read = connector({ pattern: name, encoding: encoding === 'utf-8' ? 'utf-8' : 'gb18030', emptyAs: 'text' });
        const changes = changesOf(await all(read.pull()));
        expect(changes.map(({ row }) => [row['a'], row['b'], row['c']])).toEqual(clean);
      }),
      { numRuns: 150 },
    );
  });

  it('say where they stand, and give null for an empty cell', async () => {
    await writeFile(join(folder, 'list.csv'), '\uFEFFname,note\n甲,\n\n乙,"a\nb"\n丙,x');
    const changes = changesOf(await all(connector().pull({ key: ['name'] })));
    expect(changes.map(({ row, position, sourceKey }) => [row, position, sourceKey])).toEqual([
      [{ name: '甲', note: null }, 'list.csv row 2', '["甲"]'],
      [{ name: '乙', note: 'a\nb' }, 'list.csv row 4', '["乙"]'],
      [{ name: '丙', note: 'x' }, 'list.csv row 5', '["丙"]'],
    ]);
  });

  it('that are broken are delivered at their place with what stood there and why, and spoil no neighbour', async () => {
    const text = 'a,b\n1,2\n3\n"x"y,2\n4,5,6\n"never closed,7\n8,9\n';
    await writeFile(join(folder, 'list.csv'), text);
    const changes = changesOf(await all(connector().pull()));
    expect(changes.map(({ row, position }) => [position, faultOf(row)?.raw ?? row['a'], faultOf(row)?.fault.code])).toEqual([
      ['list.csv row 2', '1', undefined],
      ['list.csv row 3', '3', 'CSV_ROW_CELLS_WRONG'],
      ['list.csv row 4', '"x"y,2', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 5', '4,5,6', 'CSV_ROW_CELLS_WRONG'],
      ['list.csv row 6', '"never closed,7', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 7', '8', undefined],
    ]);
  });

  it('with bytes that fit no character are marked, alone', async () => {
    await writeFile(join(folder, 'list.csv'), Buffer.concat([Buffer.from('a,b\n甲,乙\n'), Buffer.of(0xe4, 0xbd, 0x2c, 0x31, 0x0a), Buffer.from('丙,丁\n')]));
    const changes = changesOf(await all(connector({ encoding: 'utf-8' }).pull()));
    expect(changes.map(({ row }) => faultOf(row)?.fault.code)).toEqual([undefined, 'FILE_TEXT_ENCODING_BROKEN', undefined]);
  });

  it('longer than memory allows are passed over with their head, and reading goes on behind them', async () => {
    const long = 'x'.repeat(9 * 1024 * 1024);
    await writeFile(join(folder, 'list.csv'), `a,b\n1,2\n${long},y\n3,4\n"open\n${long}\n5,6\n`);
    const seen = await all(connector().pull());
    const changes = changesOf(seen);
    expect(changes.map(({ row, position }) => [position, faultOf(row)?.fault.code])).toEqual([
      ['list.csv row 2', undefined],
      ['list.csv row 3', 'CSV_ROW_TOO_LONG'],
      ['list.csv row 4', undefined],
      ['list.csv row 5', 'CSV_ROW_QUOTE_BROKEN'],
      ['list.csv row 6', 'CSV_ROW_TOO_LONG'],
      ['list.csv row 7', undefined],
    ]);
    expect(changes.every(({ row }) => JSON.stringify(row).length < 5_000)).toBe(true);
  });

  it('are read in the encoding that the bytes show when it is auto', async () => {
    const text = `a,b\n${'plain,ascii\n'.repeat(40_000)}甘南州,合作市\n`;
    await writeFile(join(folder, '1.csv'), iconv.encode(text, 'gb18030'));
    await writeFile(join(folder, '2.csv'), text);
    const changes = changesOf(await all(connector().pull()));
    expect(changes.filter(({ row }) => row['a'] === '甘南州' && row['b'] === '合作市')).toHaveLength(2);
  });
});

describe('csv batches', () => {
  it('resumed from the cursor of any batch lose and double no row', async () => {
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(0, 30_000)}`);
    await writeFile(join(folder, 'b.csv'), iconv.encode(`id,no\r\n${lines(30_000, 31_234).replaceAll('\n', '\r\n')}`, 'gb18030'));
    const whole = await all(connector().pull());
    expect(whole.every(({ changes }) => changes.length <= pullRowsMax)).toBe(true);
    const ids = changesOf(whole).map(({ row, position }) => `${JSON.stringify(row['id'])} ${position}`);
    expect(new Set(ids).size).toBe(31_234);
    for (let stop = 0; stop < whole.length; stop += 7) {
      const rest = await all(connector().pull({ cursor: whole[stop]?.cursor ?? null }));
      const joined = [...whole.slice(0, stop + 1), ...rest];
      expect(changesOf(joined).map(({ row, position }) => `${JSON.stringify(row['id'])} ${position}`)).toEqual(ids);
    }
  });

  it('hold at most 4 MiB', async () => {
    const wide = 'x'.repeat(1_000_000);
    await writeFile(join(folder, 'a.csv'), `a\n${`${wide}\n`.repeat(9)}`);
    const seen = await all(connector().pull());
    expect(changesOf(seen)).toHaveLength(9);
    expect(Math.max(...seen.map(({ changes }) => JSON.stringify(changes).length))).toBeLessThanOrEqual(4 * 1024 * 1024);
  });
});

describe('the csv cursor', () => {
  it('leaves out a file that nobody touched, also one with a new time but the same bytes', async () => {
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    const first = await all(connector().pull());
    const cursor = first.at(-1)?.cursor ?? '';
    expect(await all(connector().pull({ cursor }))).toEqual([]);
    await utimes(join(folder, 'a.csv'), new Date(), new Date('2026-01-01T00:00:00Z'));
    expect(changesOf(await all(connector().pull({ cursor })))).toEqual([]);
  });

  it('goes on behind the old lines when lines were appended', async () => {
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    const cursor = (await all(connector().pull())).at(-1)?.cursor ?? '';
    await appendFile(join(folder, 'a.csv'), lines(10, 13));
    const changes = changesOf(await all(connector().pull({ cursor })));
    expect(changes.map(({ position }) => position)).toEqual(['a.csv row 12', 'a.csv row 13', 'a.csv row 14']);
  });

  it('reads a file again whole when earlier bytes changed, or when its last line may have been half a row', async () => {
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    await writeFile(join(folder, 'b.csv'), `id,no\n1,ha`);
    const cursor = (await all(connector().pull())).at(-1)?.cursor ?? '';
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(1, 12)}`);
    await appendFile(join(folder, 'b.csv'), 'lf\n');
    const changes = changesOf(await all(connector().pull({ cursor })));
    expect(changes.map(({ row }) => row['id'])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '1']);
    expect(changes.at(-1)?.row['no']).toBe('half');
  });

  it('ends a snapshot with a complete mark and reads everything again in the next one', async () => {
    await writeFile(join(folder, 'a.csv'), `id,no\n${lines(0, 3)}`);
    const first = await all(connector().pull({ mode: 'snapshot' }));
    expect(first.map(({ snapshotComplete }) => snapshotComplete)).toEqual([undefined, true]);
    const second = await all(connector().pull({ mode: 'snapshot', cursor: first.at(-1)?.cursor }));
    expect(changesOf(second)).toHaveLength(3);
  });

  it('of another make is refused', async () => {
    await expect(all(connector().pull({ cursor: 'v9:x' }))).rejects.toMatchObject({ code: 'CONNECTOR_CURSOR_INVALID' });
  });
});

describe('the csv folder', () => {
  it('gives a file only when it is ready', async () => {
    const written = new Date('2026-11-20T08:00:00Z');
    await writeFile(join(folder, 'a.csv'), 'a\n1\n');
    await utimes(join(folder, 'a.csv'), written, written);
    const soon = connector({ readyWhen: 'stable', stableSeconds: 5 }, new Date('2026-11-20T08:00:04Z'));
    expect(await all(soon.pull())).toEqual([]);
    expect(soon.events).toEqual(['file.not-ready']);
    const later = connector({ readyWhen: 'stable', stableSeconds: 5 }, new Date('2026-11-20T08:00:05Z'));
    expect(changesOf(await all(later.pull()))).toHaveLength(1);
    expect(await all(connector({ readyWhen: 'marker' }).pull())).toEqual([]);
    await writeFile(join(folder, 'a.csv.ok'), '');
    expect(changesOf(await all(connector({ readyWhen: 'marker' }).pull()))).toHaveLength(1);
  });

  it('may not lead out of the workspace, neither by its name nor by a link', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.csv'), 'a\n1\n');
    await symlink(outside, join(workspace, 'link'));
    await symlink(join(outside, 'secret.csv'), join(folder, 'linked.csv'));
    for (const place of ['../', outside, 'link']) {
      await expect(all(connector({ folder: place }).pull())).rejects.toMatchObject({ code: 'FILE_PLACE_OUTSIDE_WORKSPACE' });
    }
    expect(await all(connector().pull())).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('gives files in name order and only those that match', async () => {
    for (const name of ['b1.csv', 'a1.csv', 'a22.csv', 'a3.txt']) await writeFile(join(folder, name), `x\n${name}\n`);
    const changes = changesOf(await all(connector({ pattern: 'a?.csv' }).pull()));
    expect(changes.map(({ row }) => row['x'])).toEqual(['a1.csv']);
    const both = changesOf(await all(connector({ pattern: '*.csv' }).pull()));
    expect(both.map(({ row }) => row['x'])).toEqual(['a1.csv', 'a22.csv', 'b1.csv']);
  });

  it('is cleared of a file by the pull after the one that read it', async () => {
    await writeFile(join(folder, 'a.csv'), 'a\n1\n');
    const first = await all(connector({ archive: 'move' }).pull());
    expect(await readdir(folder)).toEqual(['a.csv']);
    const second = await all(connector({ archive: 'move' }).pull({ cursor: first.at(-1)?.cursor }));
    expect(changesOf(second)).toEqual([]);
    expect(await readdir(folder)).toEqual(['archive']);
    await rename(join(folder, 'archive', (await readdir(join(folder, 'archive')))[0] ?? ''), join(folder, 'a.csv'));
    expect(changesOf(await all(connector().pull({ cursor: second.at(-1)?.cursor })))).toHaveLength(1);
  });

  it('that is missing, and a key column that is missing, are named', async () => {
    await expect(all(connector({ folder: 'nowhere' }).pull())).rejects.toMatchObject({ code: 'FILE_FOLDER_MISSING' });
    await writeFile(join(folder, 'a.csv'), 'a\n1\n');
    await expect(all(connector().pull({ key: ['id'] }))).rejects.toMatchObject({ code: 'FILE_COLUMN_MISSING' });
  });
});

describe('csv settings', () => {
  it('pass over title lines, take other delimiters, and name columns where the file does not', async () => {
    await writeFile(join(folder, 'a.csv'), '甘南州"许可清单\n\n1|"x|y"\n2|z\n');
    const config = { delimiter: '|', skipLines: 2, header: ['id', 'text'] };
    const changes = changesOf(await all(connector(config).pull()));
    expect(changes.map(({ row, position }) => [row, position])).toEqual([
      [{ id: '1', text: 'x|y' }, 'a.csv row 3'],
      [{ id: '2', text: 'z' }, 'a.csv row 4'],
    ]);
  });

  it('are given for several streams, each with its own', async () => {
    await writeFile(join(folder, 'licence.csv'), 'a\n1\n');
    await writeFile(join(folder, 'penalty.csv'), 'b;c\n1;2\n');
    const config = { streams: { licences: { pattern: 'licence*.csv' }, penalties: { pattern: 'penalty*.csv', delimiter: ';' } } };
    const made = connector(config);
    expect((await made.discover(signal)).map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['licences', ['a']],
      ['penalties', ['b', 'c']],
    ]);
    expect(changesOf(await all(made.pull({ stream: 'penalties' })))[0]?.row).toEqual({ b: '1', c: '2' });
    expect(() => made.pull({ stream: 'other' })).toThrow(expect.objectContaining({ code: 'CONNECTOR_STREAM_MISSING' }));
  });

  it('are checked step by step, up to the one that fails', async () => {
    const steps = async (config: Partial<FileConfig<CsvStream>>) => {
      const seen: string[] = [];
      for await (const { step, ok, code } of connector(config).check(signal)) seen.push(`${step} ${ok ? 'ok' : code ?? ''}`);
      return seen;
    };
    expect(await steps({})).toEqual(['resolve ok', 'rights ok', 'read ok']);
    expect(await steps({ folder: 'nowhere' })).toEqual(['resolve FILE_FOLDER_MISSING']);
    await writeFile(join(folder, 'a.csv'), 'a,a\n1,2\n');
    expect(await steps({})).toEqual(['resolve ok', 'rights ok', 'read CSV_HEADER_INVALID']);
  });
});
