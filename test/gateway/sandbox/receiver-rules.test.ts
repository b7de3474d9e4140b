import { describe, expect, it } from '@jest/globals';

import { judgeCreditChina } from '../../../gateway/sandbox/receivers/credit-china-rules.js';
import { judgeGsxt, judgeSyncColumns } from '../../../gateway/sandbox/receivers/gsxt-rules.js';
import { judgeInternetPlus } from '../../../gateway/sandbox/receivers/internet-plus-rules.js';
import { gsxtPenaltyRow, inspectionRow, nationalPenaltyRow, publicityPenaltyRow } from './receiver-rows.js';

const context = { today: '2026-11-23', knowsInspection: (code: string) => code === 'ZJJC202600001' };
type Changes = Readonly<Record<string, string | number | null>>;
const codes = (complaints: readonly { code: string }[]): string =>
  complaints.map(({ code }) => code).join(' ');

describe('the provincial platform', () => {
  it.each<[string, Changes, string]>([
    ['a right row', {}, ''],
    ['no party', { administrative_cp: null }, '1001'],
    ['an empty result', { check_result: '' }, '1001'],
    ['a name of 201 characters', { administrative_cp: '甲'.repeat(201) }, '1002'],
    ['a name of 200 characters outside the basic plane', { administrative_cp: '𠮷'.repeat(200) }, ''],
    ['spaces around a value', { administrative_cp: ' 甲公司' }, '1003'],
    ['a number where a text belongs', { check_form: 1 }, '1003 1001'],
    ['a column that it has not', { colour: 'red' }, '1003'],
    ['a date in another form', { check_date: '2026/11/3' }, '1003'],
    ['a time of day', { check_date: '2026-11-03 09:30:00' }, ''],
    ['a day after today', { check_date: '2026-11-24' }, '1007'],
    ['a code that is not in the list', { check_type: '08' }, '1004'],
    ['a credit code with a wrong check digit', { administrative_cp_ui_code: '91623000MA7XXX018F' }, '1005'],
    [
      'a citizen number with a wrong check digit',
      { administrative_cp_ce_type: '111', administrative_cp_ui_code: '110105194912310021' },
      '1006',
    ],
    ['one inspector', { check_personnel: '马建军' }, '1008'],
    ['the same inspector twice', { check_personnel: '马建军、马建军' }, '1008'],
    ['an item code of 13 digits', { supervise_item_implement_code: '0117000101010' }, '1003'],
    ['an item that it does not list', { supervise_item_implement_code: '01170009990100' }, '1009'],
    [
      'a level of 6 in the implementation code',
      { supervise_item_check_icode: '1162300000TET1015P600001' },
      '1010',
    ],
    ['a report before the inspection', { submitted_date: '2026-11-02' }, '1007'],
  ])('answers an inspection with %s', (_name, changes, expected) => {
    expect(codes(judgeInternetPlus('inspections', { ...inspectionRow, ...changes }, context))).toBe(expected);
  });

  it.each<[string, Changes, string]>([
    ['a right row', {}, ''],
    ['a fine without amount', { fine_amount: null }, '1001'],
    ['a warning without amount', { punish_type: '01', fine_amount: null }, ''],
    ['an amount without two decimals', { fine_amount: '25000' }, '1003'],
    ['a kind named twice', { punish_type: '02;02' }, '1004'],
    ['a decision before the case was filed', { set_date: '2026-11-11' }, '1007'],
    ['an inspection that has not come yet', { check_action_code: 'ZJJC202600002' }, '1011'],
    [
      'an inspection that has not come and another mistake',
      { check_action_code: 'x', is_hearing: '2' },
      '1004',
    ],
  ])('answers a penalty with %s', (_name, changes, expected) => {
    expect(codes(judgeInternetPlus('penalties', { ...nationalPenaltyRow, ...changes }, context))).toBe(
      expected,
    );
  });
});

describe('信用中国', () => {
  it.each<[string, Changes, string]>([
    ['a right row', {}, ''],
    ['no document number', { CF_WSH: '' }, 'E001'],
    ['an organisation without any code', { CF_XDR_SHXYM: '' }, 'E001'],
    ['a person without document', { CF_XDR_LB: '自然人', CF_XDR_SHXYM: null }, 'E001 E001'],
    [
      'a person with a right document',
      { CF_XDR_LB: '自然人', CF_XDR_SHXYM: null, CF_XDR_ZJLX: '身份证', CF_XDR_ZJHM: '11010519491231002X' },
      '',
    ],
    ['a category in digits', { CF_XDR_LB: '02' }, 'E005'],
    ['a wrong credit code', { CF_XDR_SHXYM: '91623000MA7XXX018F' }, 'E003'],
    ['kinds joined as the law writes them', { CF_CFLB: '罚款;没收违法所得', CF_NR_WFFF: '0.000001' }, ''],
    ['a confiscation without amount', { CF_CFLB: '罚款;没收违法所得' }, 'E001'],
    ['a revoked licence that is not named', { CF_CFLB: '罚款;吊销许可证件' }, 'E001'],
    ['seven decimals', { CF_NR_FK: '2.5000001' }, 'E006'],
    ['a decision that lies ahead', { CF_JDRQ: '2026-11-24' }, 'E004'],
    ['an end before the decision', { CF_YXQ: '2026-11-09' }, 'E008'],
    ['a field that the form has not', { CF_COLOUR: 'red' }, 'E007'],
  ])('answers a penalty with %s', (_name, changes, expected) => {
    expect(codes(judgeCreditChina('penalties', { ...publicityPenaltyRow, ...changes }, context))).toBe(
      expected,
    );
  });
});

describe('the enterprise publicity system', () => {
  it.each<[string, Changes, string]>([
    ['a right row', {}, ''],
    ['an individual business', { uniscid: '92999999MA0TETT11K' }, ''],
    ['a registration number alone', { uniscid: null, regno: '110108000000016' }, ''],
    ['a public body', { uniscid: '11623000000000019E' }, 'G04'],
    ['a natural person', { uniscid: null }, 'G04'],
    ['a wrong check digit', { uniscid: '91623000MA7XXX018F' }, 'G03'],
    ['names that are not those of the codes', { pentype_cn: '警告' }, 'G06'],
    ['a confiscation without amount', { pentype: '02;03', pentype_cn: '罚款;没收违法所得' }, 'G01'],
    ['a negative amount', { penam: '-1.000000' }, 'G07'],
    ['a decision that lies ahead', { pendecissdate: '2026-11-24' }, 'G05'],
  ])('answers a penalty with %s', (_name, changes, expected) => {
    expect(codes(judgeGsxt('t_penalty', { ...gsxtPenaltyRow, ...changes }, context))).toBe(expected);
  });

  it('wants its sync columns filled as agreed', () => {
    const sync = {
      cd_id: 'a',
      cd_operation: 'i',
      cd_time: 'now',
      cd_source: '623000',
      cd_batch: '2026112300001',
      idempotency_key: 'k',
    };
    expect(judgeSyncColumns(sync)).toEqual([]);
    expect(codes(judgeSyncColumns({ ...sync, cd_operation: 'insert', cd_batch: '1', cd_source: '' }))).toBe(
      'G02 G02 G02',
    );
  });
});
