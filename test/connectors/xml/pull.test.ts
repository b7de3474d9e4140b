import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { XmlScanner } from '../../../connectors/shared/xml-scanner.js';
import { xmlConnector } from '../../../connectors/xml/index.js';
import { XmlRowReader } from '../../../connectors/xml/row-reader.js';
import { FileTests } from '../file-tests.js';

const files = new FileTests(xmlConnector);
beforeEach(async () => await files.begin());
afterEach(async () => await files.end());

describe('an XML file', () => {
  it('gives every value below its records by its path, as text', async () => {
    await files.put(
      'a.xml',
      '<?xml version="1.0"?><!-- 月报 --><data><note>说明</note><row id="0010"><额>1.10</额><人><名>甲 &amp; 乙&#x20BB7;</名></人>' +
        '<标>一</标><标>二</标><空/><无 xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">x</无><文><![CDATA[<a>&amp;]]></文></row></data>',
    );
    expect(await files.findings()).toEqual([
      ['a.xml row 1', { '@id': '0010', 额: '1.10', '人/名': '甲 & 乙𠮷', 标: ['一', '二'], 空: null, 无: null, 文: '<a>&amp;' }],
    ]);
  });

  it('is read by column paths and namespaces, whatever prefixes the document chose', async () => {
    await files.put('a.xml', '<d xmlns="urn:d" xmlns:q="urn:p"><q:row q:id="1"><q:名>甲</q:名><名>别处</名></q:row><row><名>不是</名></row></d>');
    await files.put('b.xml', '<z:d xmlns:z="urn:d"><row xmlns="urn:p" xmlns:y="urn:p" y:id="2"><名>乙</名></row></z:d>');
    const config = { rows: 'd/p:row', namespaces: { p: 'urn:p' }, columns: { 编号: '@p:id', 名称: 'p:名', 缺: 'p:缺' } };
    expect(await files.findings(config)).toEqual([
      ['a.xml row 1', { 编号: '1', 名称: '甲', 缺: null }],
      ['b.xml row 1', { 编号: '2', 名称: '乙', 缺: null }],
    ]);
  });

  it('is read in the encoding that it declares', async () => {
    const text = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><data><row><名>㐂䶮𠮷</名></row></data>`;
    await files.put('1.xml', iconv.encode(text('GB18030'), 'gb18030'));
    await files.put('2.xml', `\uFEFF${text('utf-8')}`);
    await files.put('3.xml', text('Shift_JIS'));
    expect(await files.findings()).toEqual([
      ['1.xml row 1', { 名: '㐂䶮𠮷' }],
      ['2.xml row 1', { 名: '㐂䶮𠮷' }],
      ['3.xml', 'FILE_ENCODING_NOT_SUPPORTED'],
    ]);
  });

  it('that names outside entities, or is not well-formed, is put aside, and the next is read', async () => {
    const wrong = [
      '<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]><data><row><a>&x;</a></row></data>',
      '<data><row><a>1</b></row></data>',
      '<data><row><a>1</a></row>',
      '<data/><data/>',
      'no XML',
      '<data><p:row/></data>',
      `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`,
      '',
    ];
    for (const [place, text] of wrong.entries()) await files.put(`${place}.xml`, text);
    await files.put('9.xml', '<data><row><a>2</a></row></data>');
    const found = await files.findings();
    expect(found.filter(([position]) => !position.includes('row'))).toEqual(wrong.map((_, place) => [`${place}.xml`, 'XML_FILE_INVALID']));
    expect(found.at(-1)).toEqual(['9.xml row 1', { a: '2' }]);
  });

  it('gives a record that is too large as a finding, and those around it as they are', async () => {
    await files.put('a.xml', `<data><row><a>1</a></row><row>${`<a>${'大'.repeat(500_000)}</a>`.repeat(9)}</row><row><a>3</a></row></data>`);
    expect((await files.findings()).map(([position, what]) => [position, typeof what === 'string' ? what : 'row'])).toEqual([
      ['a.xml row 1', 'row'],
      ['a.xml row 2', 'XML_ROW_TOO_LARGE'],
      ['a.xml row 3', 'row'],
    ]);
  });

  it('gives back any values, wherever the pieces of the file are cut', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')).filter((value) => value.trim() !== '');
    const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), fc.integer({ min: 1, max: 9 }), (wanted, step) => {
        const document = `<data>${wanted.map(([a, b]) => `<row 属="${escaped(a).replaceAll('"', '&quot;')}"><值>${escaped(b)}</值></row>`).join('')}</data>`;
        const reader = new XmlRowReader({ rows: 'data/row' });
        const scanner = new XmlScanner(reader);
        for (let place = 0; place < document.length; place += step) scanner.write(document.slice(place, place + step));
        scanner.end();
        reader.end();
        expect(reader.take()).toEqual(wanted.map(([a, b]) => ({ row: { '@属': a, 值: b } })));
      }),
    );
  });
});
