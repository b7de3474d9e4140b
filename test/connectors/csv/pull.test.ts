import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { pullRowsMax } from '../../../connectors/connector.js';
import type { CsvConfig } from './set-up.js';
import { all, changesOf, csvAt, lines, useWorkspace } from './set-up.js';

const places = useWorkspace();
const connector = (config: CsvConfig = {}, now?: Date) => csvAt(places.workspace, config, now);

describe('csv batches', () => {
  it('resumed from the cursor of any batch lose and double no row', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 12_000)}`);
    await writeFile(
      join(places.folder, 'b.csv'),
      iconv.encode(`id,no\r\n${lines(12_000, 13_234).replaceAll('\n', '\r\n')}`, 'gb18030'),
    );
    const whole = await all(connector().pull());
    expect(whole.every(({ changes }) => changes.length <= pullRowsMax)).toBe(true);
    const ids = changesOf(whole).map(({ row, position }) => `${JSON.stringify(row['id'])} ${position}`);
    expect(new Set(ids).size).toBe(13_234);
    for (let stop = 0; stop < whole.length; stop += 5) {
      const rest = await all(connector().pull({ cursor: whole[stop]?.cursor ?? null }));
      const joined = [...whole.slice(0, stop + 1), ...rest];
      expect(
        changesOf(joined).map(({ row, position }) => `${JSON.stringify(row['id'])} ${position}`),
      ).toEqual(ids);
    }
  });

  it('keep whole what lies across the pieces that a file is read in, also when resumed there', async () => {
    const texts = Array.from({ length: 4_000 }, (_, id) => `${id}\n${'甘南，"州"\r\n'.repeat(id % 23)}`);
    await writeFile(
      join(places.folder, 'a.csv'),
      Papa.unparse([['id', 'text'], ...texts.map((text, id) => [id, text])]),
    );
    const whole = await all(connector().pull());
    expect(changesOf(whole).map(({ row }) => row['text'])).toEqual(texts);
    expect(changesOf(whole).map(({ position }) => position)).toEqual(
      texts.map((_, id) => `a.csv row ${id + 2}`),
    );
    for (const [stop, { cursor }] of whole.entries()) {
      const seen = changesOf(whole.slice(0, stop + 1)).length;
      const rest = changesOf(await all(connector().pull({ cursor })));
      expect(rest.map(({ row }) => row['text'])).toEqual(texts.slice(seen));
    }
  });

  it('hold at most 4 MiB', async () => {
    const wide = 'x'.repeat(1_000_000);
    await writeFile(join(places.folder, 'a.csv'), `a\n${`${wide}\n`.repeat(9)}`);
    const seen = await all(connector().pull());
    expect(changesOf(seen)).toHaveLength(9);
    expect(Math.max(...seen.map(({ changes }) => JSON.stringify(changes).length))).toBeLessThanOrEqual(
      4 * 1024 * 1024,
    );
  });
});

describe('the csv cursor', () => {
  it('leaves out a file that nobody touched, also one with a new time but the same bytes', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    const first = await all(connector().pull());
    const cursor = first.at(-1)?.cursor ?? '';
    expect(await all(connector().pull({ cursor }))).toEqual([]);
    await utimes(join(places.folder, 'a.csv'), new Date(), new Date('2026-01-01T00:00:00Z'));
    expect(changesOf(await all(connector().pull({ cursor })))).toEqual([]);
  });

  it('goes on behind the old lines when lines were appended', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    const cursor = (await all(connector().pull())).at(-1)?.cursor ?? '';
    await appendFile(join(places.folder, 'a.csv'), lines(10, 13));
    const changes = changesOf(await all(connector().pull({ cursor })));
    expect(changes.map(({ position }) => position)).toEqual(['a.csv row 12', 'a.csv row 13', 'a.csv row 14']);
  });

  it('reads a file again whole when earlier bytes changed, or when its last line may have been half a row', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 10)}`);
    await writeFile(join(places.folder, 'b.csv'), `id,no\n1,ha`);
    const cursor = (await all(connector().pull())).at(-1)?.cursor ?? '';
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(1, 12)}`);
    await appendFile(join(places.folder, 'b.csv'), 'lf\n');
    const changes = changesOf(await all(connector().pull({ cursor })));
    expect(changes.map(({ row }) => row['id'])).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
      '1',
    ]);
    expect(changes.at(-1)?.row['no']).toBe('half');
  });

  it('ends a snapshot with a complete mark and reads everything again in the next one', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 3)}`);
    const first = await all(connector().pull({ mode: 'snapshot' }));
    expect(first.map(({ snapshotComplete }) => snapshotComplete)).toEqual([undefined, true]);
    const second = await all(connector().pull({ mode: 'snapshot', cursor: first.at(-1)?.cursor }));
    expect(changesOf(second)).toHaveLength(3);
  });

  it('begins a snapshot anew when one was interrupted: only a whole one says what is gone', async () => {
    await writeFile(join(places.folder, 'a.csv'), `id,no\n${lines(0, 501)}`);
    const [interrupted] = await all(connector().pull({ mode: 'snapshot' }));
    const second = await all(connector().pull({ mode: 'snapshot', cursor: interrupted?.cursor }));
    expect(changesOf(second)).toHaveLength(501);
    const goesOn = await all(connector().pull({ mode: 'full', cursor: interrupted?.cursor }));
    expect(changesOf(goesOn)).toHaveLength(1);
  });

  it('does not end a snapshot while a file is being written or none is there', async () => {
    const marks = async () =>
      (await all(connector({ readyWhen: 'marker' }).pull({ mode: 'snapshot' }))).at(-1);
    expect((await marks())?.snapshotComplete).toBe(false);
    await writeFile(join(places.folder, 'a.csv'), 'id,no\n1,2\n');
    await writeFile(join(places.folder, 'a.csv.ok'), '');
    expect((await marks())?.snapshotComplete).toBe(true);
    await writeFile(join(places.folder, 'b.csv'), 'id,no\n');
    expect((await marks())?.snapshotComplete).toBe(false);
  });

  it('of another make is refused', async () => {
    await expect(all(connector().pull({ cursor: 'v9:x' }))).rejects.toMatchObject({
      code: 'CONNECTOR_CURSOR_INVALID',
    });
  });
});
