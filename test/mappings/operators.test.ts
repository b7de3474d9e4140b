import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { apply, codesOf, compiled } from './sample.js';

describe('from', () => {
  it('leaves a field absent where the column is missing, null or blank', () => {
    const mapping = compiled({ a: { from: 'a' }, b: { from: 'b' }, 'c.d': { from: 'c' }, e: { from: 'e' } });
    expect(mapping.run({ a: null, b: ' \u3000', e: 'e' })).toEqual({ ok: true, record: { e: 'e' } });
  });

  it.each<[string, JsonObject, JsonValue | undefined]>([
    ['party.name', { party: { name: '甲' } }, '甲'],
    ['officers[].name', { officers: [{ name: '甲' }, {}, { name: '乙' }] }, ['甲', '乙']],
    ['officers[1].name', { officers: [{ name: '甲' }, { name: '乙' }] }, '乙'],
    ['officers[9].name', { officers: [] }, undefined],
    ['No\\.', { 'No.': '7' }, '7'],
    ['金额[万元]', { '金额[万元]': '7' }, '7'],
    ['a[].b[].c', { a: [{ b: [{ c: 1 }] }, { b: [{ c: 2 }, { c: 3 }] }] }, [1, 2, 3]],
    ['constructor', {}, undefined],
    ['a.toString', { a: {} }, undefined],
  ])('reads %s', (from, row, expected) => {
    expect(apply({ from }, row)).toEqual(expected);
  });

  it('reports a structure that is not the one that the path describes', () => {
    expect(apply({ from: 'party.name' }, { party: '甲' })).toEqual(['MAPPING_SOURCE_SHAPE_UNEXPECTED']);
    expect(apply({ from: 'officers[].name' }, { officers: { name: '甲' } })).toEqual(['MAPPING_SOURCE_SHAPE_UNEXPECTED']);
  });

  it('copies lists and objects, so that the record shares nothing with the row', () => {
    const row = { list: [{ a: 1 }] };
    const result = compiled({ x: { from: 'list' } }).run(row);
    row.list.push({ a: 2 });
    expect(result).toEqual({ ok: true, record: { x: [{ a: 1 }] } });
  });
});

describe('codes', () => {
  const byName = { from: 'v', codes: { table: 'penalty-type', by: 'zh' } };

  it('turns names of a table into codes, codes into names, and listed values into others', () => {
    expect(apply(byName, { v: '罚款' })).toBe('02');
    expect(apply({ from: 'v', codes: { table: 'penalty-type', to: 'zh' } }, { v: '01' })).toBe('警告');
    expect(apply({ from: 'v', codes: { 1: 'legal-person' } }, { v: 1 })).toBe('legal-person');
    expect(apply({ from: 'v', codes: { map: { 是: true, 否: false } } }, { v: ' 否 ' })).toBe(false);
  });

  it('is strict unless a default is given', () => {
    expect(apply(byName, { v: '罚金' })).toEqual(['MAPPING_CODE_UNKNOWN']);
    expect(apply({ from: 'v', codes: { 1: 'a', default: 'other' } }, { v: '9' })).toBe('other');
    expect(apply({ from: 'v', codes: { 1: 'a', default: null } }, { v: '9' })).toBeUndefined();
  });

  it('does not take the names that every object has for codes', () => {
    expect(apply({ from: 'v', codes: { 1: 'a' } }, { v: 'constructor' })).toEqual(['MAPPING_CODE_UNKNOWN']);
  });

  it('names the codes that could have been meant', () => {
    const result = compiled({ x: byName }).run({ v: '罚金' });
    expect(result).toMatchObject({ ok: false, problems: [{ zh: '值不在代码表中：应为 penalty-type 警告、罚款、没收 之一。' }] });
  });
});

describe('number', () => {
  const yuan = { from: 'v', number: { unitFrom: '万元', unitTo: '元', scale: 2 } };

  it.each([
    ['0.2', '2000.00'],
    [0.2, '2000.00'],
    ['１，２３４．５', '12345000.00'],
    ['0.2万元', '2000.00'],
    ['0.000001', '0.01'],
    [' 3 ', '30000.00'],
  ])('converts %s 万元', (v, expected) => {
    expect(apply(yuan, { v })).toBe(expected);
  });

  it.each([
    ['2000元', 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['2万', 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['¥2000', 'MAPPING_NUMBER_UNIT_DOUBTFUL'],
    ['贰仟元', 'MAPPING_NUMBER_NOT_READABLE'],
    ['1,5', 'MAPPING_NUMBER_NOT_READABLE'],
    ['0.0000001', 'MAPPING_NUMBER_TOO_PRECISE'],
    [true, 'MAPPING_NUMBER_NOT_READABLE'],
    [['1'], 'MAPPING_VALUE_NOT_SINGLE'],
  ])('refuses %s', (v, code) => {
    expect(apply(yuan, { v })).toEqual([code]);
  });

  it('takes the unit from the cell where the rule says so, and only from there', () => {
    const written = { from: 'v', number: { unitFrom: 'written', unitTo: '元', scale: 2 } };
    expect(apply(written, { v: '0.2万元' })).toBe('2000.00');
    expect(apply(written, { v: '2000元整' })).toBe('2000.00');
    expect(apply(written, { v: '2000' })).toEqual(['MAPPING_NUMBER_UNIT_DOUBTFUL']);
  });

  it('refuses a unit where the rule knows of none', () => {
    expect(apply({ from: 'v', number: {} }, { v: '5元' })).toEqual(['MAPPING_NUMBER_UNIT_DOUBTFUL']);
    expect(apply({ from: 'v', number: {} }, { v: '5.50' })).toBe('5.5');
  });

  it('limits the places without padding by decimals', () => {
    const back = { from: 'v', number: { unitFrom: '元', unitTo: '万元', decimals: 6 } };
    expect(apply(back, { v: '2000.00' })).toBe('0.2');
    expect(apply(back, { v: '0.001' })).toEqual(['MAPPING_NUMBER_TOO_PRECISE']);
  });

  it('writes a JSON number only where a double holds every digit', () => {
    const asNumber = { from: 'v', number: { as: 'number' } };
    expect(apply(asNumber, { v: '0012.50' })).toBe(12.5);
    expect(apply(asNumber, { v: '12345678901234567890.1' })).toEqual(['MAPPING_NUMBER_NOT_REPRESENTABLE']);
  });
});

describe('date', () => {
  it('takes the first form that fits and writes the unified one', () => {
    const date = { from: 'v', date: ['YYYY-MM-DD', 'YYYY年M月D日', 'excel-serial'] };
    expect(apply(date, { v: '2026年3月1日' })).toBe('2026-03-01');
    expect(apply(date, { v: 46082 })).toBe('2026-03-01');
    expect(apply(date, { v: '2026-02-30' })).toEqual(['MAPPING_DATE_NOT_READABLE']);
    expect(apply(date, { v: '长期' })).toEqual(['MAPPING_DATE_NOT_READABLE']);
  });

  it('writes another form for a receiver', () => {
    const rule = { from: 'v', date: { from: ['YYYY-MM-DD'], to: 'YYYY-MM-DD HH:mm:ss' } };
    expect(apply(rule, { v: '2026-03-01' })).toBe('2026-03-01 00:00:00');
  });
});

describe('lists', () => {
  it('splits a text, converts each item, and drops blanks', () => {
    const rule = { from: 'v', split: { by: ';；、', each: { codes: { table: 'penalty-type', by: 'zh' } } } };
    expect(apply(rule, { v: '警告；罚款、;' })).toEqual(['01', '02']);
    expect(apply(rule, { v: '；' })).toBeUndefined();
  });

  it('names the item that is wrong', () => {
    const rule = { from: 'v', split: { by: ';', each: { codes: { table: 'penalty-type', by: 'zh' } } } };
    const result = compiled({ penaltyTypes: rule }).run({ v: '警告;罚金' });
    expect(result).toMatchObject({ ok: false, partial: {}, problems: [{ path: '/penaltyTypes/1', column: 'v', value: '罚金' }] });
  });

  it('joins a list after converting each item', () => {
    const rule = { from: 'types', each: { codes: { table: 'penalty-type', to: 'zh' } }, join: ';' };
    expect(apply(rule, { types: ['01', '02'] })).toBe('警告;罚款');
    expect(apply(rule, { types: '01' })).toEqual(['MAPPING_VALUE_NOT_A_LIST']);
  });

  it('refuses to join items that contain the separator, unless told to keep them', () => {
    const row = { v: ['甲;乙', '丙'] };
    expect(apply({ from: 'v', join: ';' }, row)).toEqual(['MAPPING_SEPARATOR_INSIDE_ITEM']);
    expect(apply({ from: 'v', join: { by: ';', inside: 'keep' } }, row)).toBe('甲;乙;丙');
  });

  it('makes objects of lists that stand side by side, and refuses lists of different length', () => {
    const rule = { zip: { name: { from: 'a', split: { by: '、' } }, number: { from: 'b', split: { by: '、' } } } };
    expect(apply(rule, { a: '甲、乙', b: '1、2' })).toEqual([{ name: '甲', number: '1' }, { name: '乙', number: '2' }]);
    expect(apply(rule, { a: '甲、乙' })).toEqual([{ name: '甲' }, { name: '乙' }]);
    expect(apply(rule, { a: '甲、乙', b: '1' })).toEqual(['MAPPING_LISTS_UNEQUAL']);
    expect(apply(rule, {})).toBeUndefined();
  });

  it('maps objects in a list by rules over the item', () => {
    const rule = { from: 'people', each: { fields: { name: { from: 'xm', apply: ['trim'], required: true }, 'card.number': { from: 'zh' } } } };
    expect(apply(rule, { people: [{ xm: ' 甲 ', zh: '1' }, { xm: '乙' }] })).toEqual([{ name: '甲', card: { number: '1' } }, { name: '乙' }]);
    const result = compiled({ officers: rule }).run({ people: [{ xm: '甲' }, { zh: '2' }] });
    expect(result).toMatchObject({ problems: [{ code: 'MAPPING_VALUE_MISSING', path: '/officers/1/name', column: 'people[].xm' }] });
  });

  it('reads the columns of a list that the rule makes as any others, and names them', () => {
    const mapping = compiled({ x: { list: [{ from: 'dept', required: true }, { from: 'kind', codes: { 1: 'a' } }] } });
    expect(mapping.columns).toEqual(['dept', 'kind']);
    const result = mapping.run({ kind: '2' });
    expect(!result.ok && result.problems.map(({ code, column, path }) => [code, column, path])).toEqual([
      ['MAPPING_VALUE_MISSING', 'dept', '/x/0'],
      ['MAPPING_CODE_UNKNOWN', 'kind', '/x/1'],
    ]);
  });

  it('puts several columns into one text', () => {
    const rule: JsonObject = { list: [{ from: 'dept', required: true }, { const: '-' }, { from: 'id' }], join: '' };
    expect(apply(rule, { dept: '623000', id: 7 })).toBe('623000-7');
    expect(apply(rule, { id: 7 })).toEqual(['MAPPING_VALUE_MISSING']);
  });

  it('has a limit on the length of lists', () => {
    expect(apply({ from: 'v', split: { by: ';' } }, { v: 'a;'.repeat(1001) })).toEqual(['MAPPING_LIST_TOO_LONG']);
    expect(apply({ from: 'v', each: { apply: ['trim'] } }, { v: Array.from({ length: 1001 }, () => 'a') })).toEqual(['MAPPING_LIST_TOO_LONG']);
  });
});

describe('first, const, when and required', () => {
  it('takes the first alternative that has a value, and stops at a wrong one', () => {
    const rule: JsonObject = { first: [{ from: 'a', date: ['YYYY-MM-DD'] }, { from: 'b' }] };
    expect(apply(rule, { b: 'x' })).toBe('x');
    expect(apply(rule, { a: '2026-01-02', b: 'x' })).toBe('2026-01-02');
    expect(compiled({ x: rule }).run({ a: 'soon', b: 'x' })).toMatchObject({ partial: {}, problems: [{ code: 'MAPPING_DATE_NOT_READABLE', column: 'a' }] });
    expect(compiled({ x: rule }).run({ a: 'soon', b: 'x' })).not.toHaveProperty('partial.x');
  });

  it('knows of an object in the record that nothing has been put into yet', () => {
    const fields = { 'party.name': { from: 'mc' }, note: { const: '单位不详', when: { target: { party: { exists: false } } } } };
    expect(compiled(fields).run({})).toEqual({ ok: true, record: { note: '单位不详' } });
    expect(compiled(fields).run({ mc: '甲' })).toEqual({ ok: true, record: { party: { name: '甲' } } });
  });

  it('applies a rule only when its condition holds, over columns or over fields already set', () => {
    const fields = {
      'party.category': { from: 'lb', codes: { 1: 'legal-person', 2: 'natural-person' } },
      'party.idNumber': { when: { target: { 'party.category': 'natural-person' } }, from: 'sfz', required: true },
      'party.creditCode': { when: { lb: '1' }, from: 'xym' },
    };
    const mapping = compiled(fields);
    expect(mapping.run({ lb: '1', sfz: 'x', xym: 'y' })).toEqual({ ok: true, record: { party: { category: 'legal-person', creditCode: 'y' } } });
    expect(mapping.run({ lb: '2', sfz: 'x', xym: 'y' })).toEqual({ ok: true, record: { party: { category: 'natural-person', idNumber: 'x' } } });
    expect(codesOf(mapping.run({ lb: '2' }))).toEqual(['MAPPING_VALUE_MISSING']);
  });

  it('tells a required value that was wrong once, not also as missing', () => {
    expect(apply({ from: 'v', date: ['YYYY-MM-DD'], required: true }, { v: 'soon' })).toEqual(['MAPPING_DATE_NOT_READABLE']);
    expect(apply({ from: 'v', required: true }, {})).toEqual(['MAPPING_VALUE_MISSING']);
    expect(apply({ from: 'v', apply: ['none-text'], required: true }, { v: '无' })).toEqual(['MAPPING_VALUE_MISSING']);
  });

  it('keeps what could be mapped of a bad row', () => {
    const result = compiled({ key: { from: 'k' }, day: { from: 'd', date: ['YYYY-MM-DD'] } }).run({ k: 'A1', d: 'soon' });
    expect(result).toMatchObject({ ok: false, partial: { key: 'A1' } });
  });
});

describe('problems', () => {
  it('show the value of a personal field masked, and others shortened', () => {
    const fields = { 'party.idNumber': { from: 'sfz', date: ['YYYY-MM-DD'] }, remark: { from: 'bz', date: ['YYYY-MM-DD'] } };
    const result = compiled(fields, {}, (path) => path === 'party.idNumber').run({ sfz: '11010519491231002X', bz: '长'.repeat(200) });
    const [id, remark] = result.ok ? [] : result.problems;
    expect(id?.value).toBe('1***');
    expect(remark?.value?.length).toBe(80);
  });

  it('mask by the path of the record on the way out too, inside lists as well', () => {
    const asked: string[] = [];
    const personal = (path: string) => asked.push(path) > 0 && path === 'officers.*.name';
    const sides = { from: { dataset: 'inspection' }, to: { system: 'platform', stream: 'checks' } };
    const result = compiled({ check_personnel: { from: 'officers[].name', join: '甲' } }, sides, personal).run({ officers: [{ name: '某甲' }] });
    expect(result).toMatchObject({ ok: false, problems: [{ value: '某***', column: 'officers[].name' }] });
    expect(asked).toEqual(['officers.*.name']);
  });

  it('say in both languages what is wrong and how to mend it', () => {
    const result = compiled({ x: { from: 'v', date: ['YYYY-MM-DD'] } }).run({ v: 'soon' });
    expect(result).toMatchObject({
      problems: [
        {
          code: 'MAPPING_DATE_NOT_READABLE', path: '/x', column: 'v', value: 'soon', rule: 'date',
          zh: '日期不存在，或不是规则列出的写法：应写成 YYYY-MM-DD。',
          en: 'The date does not exist or is not in a form that the rule lists: expected YYYY-MM-DD.',
          fixZh: '请在来源系统更正日期；若写法无误，请在规则的 date 中加入该写法。',
        },
      ],
    });
  });
});
