import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeTablesOf, loadCodeTables } from '../../schemas/code-tables.js';
import { errorTable } from '../../schemas/errors.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import { createValidator } from '../../schemas/validator.js';
import { inspections, licences, penalties, today } from '../arbitraries/records.js';
import { enterprise, inspection, licence, penalty, person } from './sample-records.js';

const validator = createValidator();

function validatePenalty(change: object) {
  return validator.validate('administrative-penalty', { ...penalty, ...change }, { today });
}

describe('validator', () => {
  it('finds nothing wrong with sound records', () => {
    expect(validator.validate('administrative-penalty', penalty, { today })).toEqual([]);
    expect(validator.validate('administrative-licence', licence, { today })).toEqual([]);
    expect(validator.validate('inspection', inspection, { today })).toEqual([]);
  });

  it('answers sound records with one and the same frozen list', () => {
    const answer = validatePenalty({});
    expect(validatePenalty({})).toBe(answer);
    expect(Object.isFrozen(answer)).toBe(true);
  });

  it.each([
    ['administrative-penalty', penalties()],
    ['administrative-licence', licences()],
    ['inspection', inspections()],
  ] as const)('accepts every generated record of %s', (dataset, records: fc.Arbitrary<object>) => {
    fc.assert(
      fc.property(records, (record) => expect(validator.validate(dataset, record, { today })).toEqual([])),
    );
  });

  it('refuses a dataset that it does not know', () => {
    expect(() => validator.validate('weather', {}, { today })).toThrow('RECORD_DATASET_UNKNOWN');
    expect(() => validator.dataset('weather')).toThrow('RECORD_DATASET_UNKNOWN');
  });

  it('judges anything at all without throwing, and changes nothing', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (record) => {
        expect(validator.validate('inspection', record, { today })).not.toEqual([]);
      }),
    );
    const record = structuredClone({ ...penalty, fineYuan: 5, party: { ...person, idNumber: 7 } });
    const before = structuredClone(record);
    validator.validate('administrative-penalty', record, { today });
    expect(record).toEqual(before);
  });

  it('finds a fault for every required field that is taken away', () => {
    for (const name of Object.keys(penalty)) {
      if (name === 'fineYuan') continue;
      expect(validatePenalty({ [name]: undefined })).toMatchObject([
        { code: 'RECORD_FIELD_MISSING', path: `/${name}` },
      ]);
    }
  });

  it('takes code tables of a workspace instead of the shipped ones', () => {
    const shipped = loadCodeTables();
    const table = shipped.table('case-source');
    const tables = shipped.names.map((name) => shipped.table(name)).filter((one) => one !== undefined);
    const own = {
      ...tables[0],
      ...table,
      name: 'case-source',
      items: [{ code: '77', zh: '媒体曝光', en: 'Media' }],
    };
    const other = createValidator({
      schemas: loadRecordSchemas(),
      codeTables: codeTablesOf([...tables, own as NonNullable<typeof table>]),
    });
    expect(other.validate('administrative-penalty', { ...penalty, caseSource: '77' }, { today })).toEqual([]);
    expect(
      other.validate('administrative-penalty', { ...penalty, caseSource: '01' }, { today }),
    ).toHaveLength(1);
  });
});

describe('problem of a record', () => {
  it.each([
    ['a number for text', { legalBasis: 5 }, 'RECORD_TYPE_WRONG', '/legalBasis', '应为文本'],
    ['text for yes or no', { isHeard: '是' }, 'RECORD_TYPE_WRONG', '/isHeard', '应为是或否'],
    [
      'text that is too long',
      { actName: '字'.repeat(501) },
      'RECORD_TEXT_TOO_LONG',
      '/actName',
      '最多500个字符',
    ],
    ['empty text', { remark: '' }, 'RECORD_TEXT_EMPTY', '/remark', '内容为空'],
    ['an amount as a float', { fineYuan: '2000.5' }, 'RECORD_TEXT_WRONG_FORM', '/fineYuan', '两位小数'],
    [
      'an amount with separators',
      { fineYuan: '2,000.00' },
      'RECORD_TEXT_WRONG_FORM',
      '/fineYuan',
      '无千分位',
    ],
    [
      'an item code of 13 digits',
      { supervisionItemCode: '0162000000012' },
      'RECORD_TEXT_WRONG_FORM',
      '/supervisionItemCode',
      '14位数字',
    ],
    ['an unknown code', { procedure: '03' }, 'RECORD_CODE_UNKNOWN', '/procedure', 'penalty-procedure'],
    ['no kind of penalty', { penaltyTypes: [] }, 'RECORD_LIST_EMPTY', '/penaltyTypes', '列表为空'],
    [
      'a kind of penalty twice',
      { penaltyTypes: ['01', '01'] },
      'RECORD_LIST_REPEATS',
      '/penaltyTypes',
      '重复',
    ],
    [
      'a date of another form',
      { decisionDate: '2026/3/2' },
      'RECORD_DATE_WRONG_FORM',
      '/decisionDate',
      'YYYY-MM-DD',
    ],
    [
      'a day that is none',
      { decisionDate: '2026-02-29' },
      'RECORD_DATE_NOT_IN_CALENDAR',
      '/decisionDate',
      '不存在',
    ],
    [
      'brackets of another form',
      { documentNumber: '合[2026]1号' },
      'RECORD_DOCUMENT_NUMBER_WRONG_FORM',
      '/documentNumber',
      '〔2026〕',
    ],
    ['a field of its own', { colour: 'red' }, 'RECORD_FIELD_UNKNOWN', '/colour', '“colour”'],
  ])('says what is wrong with %s', (_, change, code, path, words) => {
    const [problem, ...others] = validatePenalty(change);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, path, zh: expect.stringContaining(words) });
  });

  it('says what is wrong with too many entries and with an instant', () => {
    const officers = Array.from({ length: 51 }, () => ({ name: '示例丙' }));
    expect(
      validator.validate(
        'inspection',
        { ...inspection, officers, inspectedAt: '2026-03-02 09:30' },
        { today },
      ),
    ).toMatchObject([
      { code: 'RECORD_INSTANT_WRONG_FORM', path: '/inspectedAt' },
      { code: 'RECORD_LIST_TOO_LONG', path: '/officers' },
    ]);
  });

  it('names the field in Chinese with what it belongs to, and how to mend it', () => {
    const [problem] = validatePenalty({ authority: { name: '某局', creditCode: '11623000000000019F' } });
    expect(problem).toEqual({
      code: 'RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT',
      path: '/authority/creditCode',
      value: '11623000000000019F',
      rule: 'unified-social-credit-code',
      zh: '处罚机关·机关统一社会信用代码：统一社会信用代码校验位不符，按前17位应为“E”。',
      en: '/authority/creditCode: The check character is wrong; the first 17 characters ask for "E".',
      fixZh: errorTable.RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT.fixZh,
      fixEn: errorTable.RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT.fixEn,
    });
  });

  it('counts characters, not UTF-16 units, against a length', () => {
    expect(validatePenalty({ actName: '𠮷'.repeat(500) })).toEqual([]);
    expect(validatePenalty({ actName: '𠮷'.repeat(501) })).toHaveLength(1);
  });

  it('masks the numbers of persons, and the name of a party only where it is one', () => {
    const tooLong = '示'.repeat(201);
    expect(validatePenalty({ party: { ...person, idNumber: '110105194912310021' } })).toMatchObject([
      { value: '110105********0021' },
    ]);
    expect(validatePenalty({ party: { ...person, name: tooLong } })[0]?.value).toMatch(/^示\*+…$/);
    expect(validatePenalty({ party: { ...enterprise, name: tooLong } })[0]?.value).toMatch(/^示示+…$/);
  });

  it('hides the value of a field that nobody knows', () => {
    expect(validatePenalty({ sfzh: '11010519491231002X' })).toMatchObject([{ value: '1*****************' }]);
  });

  it('is found in every fault of a record at once', () => {
    const codes = validatePenalty({
      documentNumber: '',
      fineYuan: 'x',
      authority: undefined,
      validUntil: '1',
    }).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([
      'RECORD_DATE_WRONG_FORM',
      'RECORD_FIELD_MISSING',
      'RECORD_TEXT_EMPTY',
      'RECORD_TEXT_WRONG_FORM',
    ]);
  });

  it('stops being listed where a record is something else altogether', () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index]));
    expect(validatePenalty(fields).length).toBeLessThanOrEqual(200);
  });
});
