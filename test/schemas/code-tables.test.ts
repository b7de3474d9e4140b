import { describe, expect, it } from '@jest/globals';
import { parseCodeTable } from '../../schemas/code-table-file.js';
import { loadCodeTables, withOwnCodeTables, type CodeTable } from '../../schemas/code-tables.js';
import { isLegalDate } from '../../schemas/legal-date.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import { createValidator, type Validator } from '../../schemas/validator.js';
import { inspection, penalty } from './sample-records.js';

const today = '2026-11-23';
const shipped = loadCodeTables();
const tables = shipped.names.flatMap((name) => shipped.table(name) ?? []);
const division = '行政区划代码';

describe('every shipped code table', () => {
  it.each(tables)('$name says in both languages what it is, from which document, and since when', (table) => {
    expect(table).toMatchObject({
      name: expect.stringMatching(/^[a-z]+(-[a-z0-9]+)*$/),
      title: expect.stringMatching(/\p{Script=Han}/u),
      titleEn: expect.stringMatching(/^[A-Z]/),
      standard: expect.stringMatching(/\p{Script=Han}/u),
      version: expect.stringMatching(/^\d+(\.\d+)*$/),
    });
    expect([table.validFrom, ...(table.validTo === undefined ? [] : [table.validTo])].every(isLegalDate)).toBe(true);
  });

  it.each(tables)('$name has codes without blanks, each with its Chinese and, but for places, its English meaning', (table) => {
    const wrong = table.items.filter(
      ({ code, zh, en }) => /\s/.test(code) || !/\p{Script=Han}/u.test(zh) || (table.title !== division && !/[a-z]/.test(en ?? '')),
    );
    expect(wrong).toEqual([]);
  });

  it.each(tables.filter(({ title }) => title !== division))('$name has no two codes of one meaning, so that it can be read from words', (table) => {
    const meanings = table.items.map(({ zh }) => zh);
    expect(meanings).toEqual([...new Set(meanings)]);
  });

  it.each(tables)('$name leads from codes given up to codes that it has', (table) => {
    const codes = new Set(table.items.map(({ code }) => code));
    expect(table.items.filter(({ replacedBy }) => replacedBy !== undefined && !codes.has(replacedBy))).toEqual([]);
  });
});

describe('the table of divisions', () => {
  it('has the divisions of the policies and says which codes were given up', () => {
    expect(shipped.item('division', '623001')).toEqual({ code: '623001', zh: '合作市' });
    expect(shipped.item('division', '330702')?.zh).toBe('婺城区');
    expect(shipped.item('division', '320602')).toEqual({ code: '320602', zh: '崇川区', validTo: '2020-12-31', replacedBy: '320613' });
  });
});

/** A judge over the shipped tables and one of the workspace. */
function judge(own: Partial<CodeTable> & Pick<CodeTable, 'name'>, extended?: string): Validator {
  const table = { title: '表', titleEn: 'Table', standard: '示例', version: '1', validFrom: '2019-01-01', items: [], ...own };
  const codeTables = withOwnCodeTables(shipped, [extended === undefined ? table : { ...table, extends: extended }]);
  return createValidator({ schemas: loadRecordSchemas(), codeTables });
}

describe('a code with days of its own', () => {
  const validator = judge(
    {
      name: 'case-source',
      title: '案件来源',
      items: [
        { code: '05', zh: '下级报请', en: 'Old', validTo: '2026-03-01', replacedBy: '08' },
        { code: '08', zh: '舆情监测', en: 'New', validFrom: '2026-03-02' },
      ],
    },
    'case-source',
  );
  const problemsOf = (caseSource: string, decisionDate: string): readonly object[] =>
    validator.validate('administrative-penalty', { ...penalty, caseSource, decisionDate }, { today });

  it('is taken for events up to the last day of its use, whenever they are reported', () => {
    expect(problemsOf('05', '2026-03-01')).toEqual([]);
  });

  it('is refused for events after it was given up, naming the day and the code in its place', () => {
    expect(problemsOf('05', '2026-03-02')).toMatchObject([
      {
        code: 'RECORD_CODE_RETIRED',
        path: '/caseSource',
        value: '05',
        zh: '案件来源：该代码（下级报请）在案件来源中已于2026-03-01停用，改用“08”。',
        en: '/caseSource: The code was given up in case-source on 2026-03-01; use "08".',
      },
    ]);
  });

  it('is refused for events before it came into use', () => {
    expect(problemsOf('08', '2026-03-02')).toEqual([]);
    expect(problemsOf('08', '2026-03-01')).toMatchObject([{ code: 'RECORD_CODE_NOT_YET_IN_USE', path: '/caseSource' }]);
  });

  it('stays readable', () => {
    expect(validator.dataset('administrative-penalty').fields.get('caseSource')?.codeTable).toBe('case-source');
    const own = withOwnCodeTables(shipped, []);
    expect(own.item('division', '110103')).toMatchObject({ zh: '崇文区', validTo: '2010-12-31' });
  });

  it('is found beside other faults of the record, but not where the day of the event is none', () => {
    const codes = (changes: object): string[] =>
      validator.validate('administrative-penalty', { ...penalty, caseSource: '05', ...changes }, { today }).map(({ code }) => code);
    expect(codes({ legalBasis: 5 })).toEqual(['RECORD_TYPE_WRONG', 'RECORD_CODE_RETIRED']);
    expect(codes({ decisionDate: '2026-02-30' })).toEqual(['RECORD_DATE_NOT_IN_CALENDAR']);
  });
});

describe('codes in a list', () => {
  it('are judged one by one', () => {
    const validator = judge(
      { name: 'penalty-type', items: [{ code: '08', zh: '通报批评', en: 'Criticism', validFrom: '2026-07-15' }] },
      'penalty-type',
    );
    const record = { ...penalty, penaltyTypes: ['01', '02', '08'] };
    expect(validator.validate('administrative-penalty', record, { today })).toMatchObject([
      { code: 'RECORD_CODE_NOT_YET_IN_USE', path: '/penaltyTypes/2' },
    ]);
  });
});

describe('a table that was given up as a whole', () => {
  it('refuses its codes for events after its end', () => {
    const validator = judge({ name: 'case-source', items: [{ code: '01', zh: '旧', en: 'Old' }], validTo: '2026-01-01' });
    const record = { ...penalty, caseSource: '01' };
    expect(validator.validate('administrative-penalty', record, { today })).toMatchObject([{ code: 'RECORD_CODE_RETIRED' }]);
  });
});

describe('a table that only warns', () => {
  const validator = createValidator();
  const warned = (divisionCode: string, inspectionDate = '2026-03-02'): string[] => {
    const record = { ...inspection, divisionCode, inspectionDate };
    return validator.warnings('inspection', record).map(({ code, path, zh }) => `${code} ${path} ${zh}`);
  };

  it('lets a record with a code given up, or unknown, pass', () => {
    for (const divisionCode of ['110103', '623999']) {
      expect(validator.validate('inspection', { ...inspection, divisionCode }, { today })).toEqual([]);
    }
  });

  it('warns of both, and of nothing else', () => {
    expect(warned('110103')).toEqual([
      'RECORD_CODE_RETIRED /divisionCode 行政区划代码：该代码（崇文区）在行政区划代码中已于2010-12-31停用，改用“110101”。',
    ]);
    expect(warned('623999')).toEqual(['RECORD_CODE_UNKNOWN /divisionCode 行政区划代码：代码不在行政区划代码（division）中。']);
    expect(warned('623001')).toEqual([]);
  });

  it('does not warn of a code that was in use at the time of the event', () => {
    expect(warned('110103', '2010-06-30')).toEqual([]);
  });

  it('warns of anything, without throwing', () => {
    for (const record of [null, 'text', [], { divisionCode: 5 }, { divisionCode: ['110103'] }]) {
      expect(validator.warnings('inspection', record)).toEqual([]);
    }
  });
});

describe('a table of the workspace', () => {
  it('that extends a shipped one has its codes, with the own ones in their place or after them', () => {
    const own = withOwnCodeTables(shipped, [
      {
        name: 'case-source',
        extends: 'case-source',
        title: '案件来源',
        titleEn: 'Case source',
        standard: '示例',
        version: '2',
        validFrom: '2026-01-01',
        items: [
          { code: '02', zh: '群众举报', en: 'Report' },
          { code: '06', zh: '媒体曝光', en: 'Media' },
        ],
      },
    ]);
    expect(own.table('case-source')?.items.map(({ code, zh }) => code + zh)).toEqual([
      '01监督检查',
      '02群众举报',
      '03上级交办',
      '04其他部门移送',
      '05下级报请',
      '99其他',
      '06媒体曝光',
    ]);
    expect(own.names).toEqual(shipped.names);
  });

  it('that extends a table which only warns only warns', () => {
    const own = judge({ name: 'division', items: [{ code: '623999', zh: '示例新区', en: 'New' }] }, 'division');
    expect(own.warnings('inspection', { ...inspection, divisionCode: '623999' })).toEqual([]);
    expect(own.warnings('inspection', { ...inspection, divisionCode: '623998' })).toHaveLength(1);
    expect(own.validate('inspection', { ...inspection, divisionCode: '623998' }, { today })).toEqual([]);
  });

  it('that extends nothing has its own codes only', () => {
    const own = withOwnCodeTables(shipped, [
      { name: 'case-source', title: '来', titleEn: 'S', standard: '示', version: '1', validFrom: '2026-01-01', items: [{ code: '1', zh: '一', en: 'One' }] },
    ]);
    expect(own.item('case-source', '01')).toBeUndefined();
  });
});

describe('a damaged code table file', () => {
  const head = 'title: 表\ntitleEn: Table\nstandard: 示例\nversion: "1"\nvalidFrom: "2020-01-01"\n';

  it.each([
    ['a code twice', 'items: [{ code: a, zh: 一, en: One }, { code: a, zh: 二, en: Two }]', 'code a: stands there twice'],
    ['no codes', 'items: []', 'items must be a list'],
    ['a code that is a number', 'items: [{ code: 1, zh: 一, en: One }]', 'item 1: code must be text'],
    ['a day that is none', 'items: [{ code: a, zh: 一, en: One, validTo: "2020-02-30" }]', '2020-02-30 is no day'],
    ['an end before the start', 'items: [{ code: a, zh: 一, en: One, validFrom: "2021-01-01", validTo: "2020-01-01" }]', 'ends before it starts'],
    ['a code that is replaced without an end', 'items: [{ code: a, zh: 一, en: One, replacedBy: b }]', 'is replaced but has no end'],
    ['a row with too much', 'rows: |\n  a 一 - 2020-01-01 b c\n', 'the row "a 一 - 2020-01-01 b c" is none'],
    ['a row without a name', 'rows: |\n  a\n', 'the row "a" is none'],
    ['an odd strictness', 'strictness: lax\nitems: [{ code: a, zh: 一, en: One }]', 'strictness is refuse or warn'],
  ])('with %s is named with its mistake', (_, body, message) => {
    expect(() => parseCodeTable('odd', head + body)).toThrow(message);
  });
});
