import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { listing, table } from '../../../gateway/cli/table.js';
import { clip, oneLine, padEnd, padStart, textWidth } from '../../../gateway/cli/text-width.js';

describe('the width of a text on a terminal', () => {
  it.each([
    ['abc', 3],
    ['监通', 4],
    ['ＡＢ１２', 8],
    ['〔2026〕12号', 12],
    ['，。', 4],
    ['a监b', 4],
    ['𠮷', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['…', 1],
    ['─', 1],
    ['📄', 2],
    ['', 0],
  ])('of "%s" is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('is what padding and clipping keep to, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '监', '通', 'é', '１', '𠮷', ' ', '…') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (given, width) => {
        expect(textWidth(clip(given, width))).toBeLessThanOrEqual(width);
        expect(textWidth(padEnd(given, width))).toBe(Math.max(width, textWidth(given)));
        expect(textWidth(padStart(given, width))).toBe(Math.max(width, textWidth(given)));
        if (textWidth(given) <= width) expect(clip(given, width)).toBe(given);
      }),
    );
  });
});

describe('a text of a far system', () => {
  it('cannot steer the terminal or break the line that it is printed on', () => {
    expect(oneLine('a\n  b\u001B[2Jc\u202Ed\te')).toBe('a b�[2Jc�d�e');
  });
});

describe('a table', () => {
  const columns = [
    { zh: '名称', en: 'name', value: (row: { name: string; rows: number | null }) => row.name, widthMax: 10 },
    { zh: '读取', en: 'rows', value: (row: { name: string; rows: number | null }) => row.rows },
  ];

  it('lines up Chinese and other text, numbers on the right', () => {
    const rows = [
      { name: '住建局', rows: 5 },
      { name: 'market', rows: 1234 },
    ];
    expect(table(columns, rows)).toBe(
      ['名称    读取', 'name    rows', '──────  ────', '住建局     5', 'market  1234', ''].join('\n'),
    );
  });

  it('clips what is too long and shows a dash for what is not there', () => {
    expect(table(columns, [{ name: '州市场监督管理局', rows: null }])).toContain('州市场监…  -\n');
    expect(
      table(columns, [
        { name: 'a', rows: null },
        { name: 'b', rows: 1234 },
      ]),
    ).toContain('a        -\nb     1234\n');
  });

  it('keeps its headings when there are no rows', () => {
    expect(table(columns, [])).toBe('名称  读取\nname  rows\n────  ────\n');
  });
});

describe('a listing', () => {
  it('lines up values behind names of any width', () => {
    expect(
      listing([
        ['编号', 'id', 7],
        ['交换任务', 'exchange', '甲'],
      ]),
    ).toBe('编号 id            7\n交换任务 exchange  甲\n');
  });
});
