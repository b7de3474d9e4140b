import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { jsonConnector } from '../../../connectors/json/index.js';
import { JsonItemScanner } from '../../../connectors/json/item-scanner.js';
import { FileTests } from '../file-tests.js';

const files = new FileTests(jsonConnector);
beforeEach(async () => await files.begin());
afterEach(async () => await files.end());

describe('a JSON file', () => {
  it('gives the objects of an array, with numbers exactly as they are written', async () => {
    await files.put('a.json', '\uFEFF[{"码":116230000000000018,"额":1.10,"次":3,"空":null,"人":{"名":"㐂䶮𠮷"}},{"码":"0010","标":[1,"]"]}]');
    expect(await files.findings()).toEqual([
      ['a.json row 1', { 码: '116230000000000018', 额: '1.10', 次: 3, 空: null, 人: { 名: '㐂䶮𠮷' } }],
      ['a.json row 2', { 码: '0010', 标: [1, ']'] }],
    ]);
  });

  it('is read at a path and by column paths, also in GB18030', async () => {
    const text = '{"说明":"\\"list\\":[","data":{"other":[{"x":1}],"list":[{"id":7,"party":{"name":"甲𠮷"}},{"id":8}]},"list":[9]}';
    await files.put('a.json', iconv.encode(text, 'gb18030'));
    expect(await files.findings({ rows: 'data.list', columns: { 编号: 'id', 相对人: 'party.name' } })).toEqual([
      ['a.json row 1', { 编号: 7, 相对人: '甲𠮷' }],
      ['a.json row 2', { 编号: 8, 相对人: null }],
    ]);
  });

  it('may hold a record a line, of which a broken one stands alone', async () => {
    await files.put('a.json', '{"id":1}\r\n\n{"id":\n[2]\n{"id":4,"__raw":1}\n{"id":5}');
    expect(await files.findings()).toEqual([
      ['a.json line 1', { id: 1 }],
      ['a.json line 3', 'JSON_ROW_INVALID'],
      ['a.json line 4', 'JSON_ROW_INVALID'],
      ['a.json line 5', 'JSON_ROW_INVALID'],
      ['a.json line 6', { id: 5 }],
    ]);
  });

  it('that is damaged or has no array where it should is put aside, and the next is read', async () => {
    const wrong = ['', '[{"a":1}', '{"data":[]}', '[]]', '{"list":{}}', '[{"a":1}}', '"text"'];
    for (const [place, text] of wrong.entries()) await files.put(`${place}.json`, text);
    await files.put('8.json', Buffer.of(0x5b, 0x22, 0x81, 0xff, 0x22, 0x5d));
    await files.put('9.json', '{"list":[{"a":2}]}');
    const found = await files.findings({ rows: 'list' });
    expect(found.map(([position, what]) => [position, what])).toEqual([
      ...wrong.map((_, place) => [`${place}.json`, 'JSON_FILE_INVALID']),
      ['8.json', 'FILE_ENCODING_NOT_SUPPORTED'],
      ['9.json row 1', { a: 2 }],
    ]);
  });

  it('is gone on with from every cursor, and left alone while it is the same', async () => {
    await files.put('a.json', JSON.stringify(Array.from({ length: 1_300 }, (_, id) => ({ id, 名: `第${id}` }))));
    const whole = await files.batches({}, { key: ['id'] });
    expect(whole.flatMap(({ changes }) => changes)).toHaveLength(1_300);
    for (const [place, { cursor }] of whole.entries()) {
      const before = whole.slice(0, place + 1).flatMap(({ changes }) => changes).length;
      expect(await files.changes({}, { key: ['id'], cursor })).toHaveLength(1_300 - before);
    }
  });

  it('gives back any items, wherever the pieces of the file are cut', () => {
    const items = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(items, fc.jsonValue(), fc.integer({ min: 1, max: 9 }), fc.boolean(), (wanted, other, step, isNested) => {
        const document = isNested ? { other, list: { 'a"[': wanted }, more: [wanted] } : wanted;
        const text = JSON.stringify(document, undefined, step % 3);
        const scanner = new JsonItemScanner(isNested ? ['list', 'a"['] : []);
        const found: string[] = [];
        for (let place = 0; place < text.length; place += step) found.push(...scanner.write(text.slice(place, place + step)));
        scanner.end();
        expect(found.map((item): unknown => JSON.parse(item))).toEqual(JSON.parse(JSON.stringify(wanted)));
      }),
    );
  });
});
