import { isCreditCode } from '../identifiers.js';
import {
  citizenIdCheck,
  creditCodeCheck,
  dateCheck,
  judge,
  later,
  matches,
  notBefore,
  notInFuture,
  oneOf,
  someOf,
  timeCheck,
  when,
  type Check,
  type Complaint,
  type Field,
  type RuleContext,
  type TextRow,
} from './field-rules.js';
import type { JsonRecord } from '../json.js';

/** The province's own judgement of rows, after the national 互联网+监管 field set. */
export const internetPlusStreams = ['inspections', 'penalties', 'licences'] as const;
export type InternetPlusStream = (typeof internetPlusStreams)[number];

export interface InternetPlusContext extends RuleContext {
  readonly knowsInspection: (code: string) => boolean;
}

const basic = { required: '1001', tooLong: '1002', unknown: '1003', form: '1003' } as const;
const code = { form: '1003', list: '1004', credit: '1005', citizen: '1006', date: '1007' } as const;

/** Supervision items that the province has listed; a department may still use codes of an older list. */
const listedItems: ReadonlySet<string> = new Set([
  '01170001010100', '01170001020100', '01170002010100', '01170003010200', '01170004010100', '01180001010100',
  '01180001020200', '01180002010100', '01180003010100',
]);

const numbered = (last: number): string[] =>
  Array.from({ length: last }, (_, index) => String(index + 1).padStart(2, '0'));
const yesNo = oneOf(code.list, ['0', '1']);
const yuan = matches(code.form, /^(0|[1-9]\d{0,15})\.\d{2}$/, '应为元，两位小数');
const pastDate: readonly Check[] = [dateCheck(code.form), notInFuture(code.date)];
const creditCode = creditCodeCheck(code.credit);
const itemCode: Field = {
  name: 'supervise_item_implement_code',
  required: true,
  checks: [
    matches(code.form, /^\d{14}$/, '应为 14 位数字'),
    (value) =>
      !/^\d{14}$/.test(value) || listedItems.has(value)
        ? undefined
        : { code: '1009', text: '监管事项不在省级目录清单中' },
  ],
};

const common: readonly Field[] = [
  { name: 'record_unique_identity', required: true, lengthMax: 100 },
  { name: 'administrative_cp', required: true, lengthMax: 200 },
  { name: 'administrative_cp_na', required: true, checks: [oneOf(code.list, ['1', '2', '3'])] },
  {
    name: 'administrative_cp_ce_type',
    required: true,
    checks: [oneOf(code.list, ['001', '111', '112', '154', '414', '511', '516', '553'])],
  },
  {
    name: 'administrative_cp_ui_code',
    required: true,
    lengthMax: 20,
    checks: [
      when((row) => row['administrative_cp_ce_type'] === '001', creditCode),
      when(
        (row) => ['111', '112'].includes(row['administrative_cp_ce_type'] ?? ''),
        citizenIdCheck(code.citizen),
      ),
    ],
  },
  { name: 'area_number', required: true, checks: [matches(code.form, /^\d{6}$/, '应为 6 位数字')] },
  { name: 'address_registered', lengthMax: 400 },
  { name: 'address_operating', lengthMax: 400 },
  { name: 'submitted_personnel', lengthMax: 50 },
  { name: 'cd_id', lengthMax: 100 },
  { name: 'cd_time', lengthMax: 100 },
  { name: 'cd_source', lengthMax: 100 },
  {
    name: 'cd_batch',
    lengthMax: 100,
    checks: [matches(code.form, /^\d{8}\d{5}$/, '应为 yyyyMMdd 加 5 位数字')],
  },
];

const institution: readonly Field[] = [
  { name: 'implement_institution', lengthMax: 100 },
  { name: 'implement_institution_code', lengthMax: 20 },
  { name: 'entrust_dept', lengthMax: 100 },
  { name: 'entrust_dept_code', lengthMax: 20 },
];

const inspections: readonly Field[] = [
  ...common,
  ...institution,
  itemCode,
  {
    name: 'supervise_item_check_icode',
    required: true,
    lengthMax: 800,
    checks: [
      (value) =>
        isCreditCode(value.slice(0, 18)) && /^[1-5]$/.test(value.charAt(18))
          ? undefined
          : { code: '1010', text: '前 18 位应为机构信用代码，第 19 位应为 1 至 5' },
    ],
  },
  { name: 'check_action_name', required: true, lengthMax: 2000 },
  { name: 'check_action_code', required: true, lengthMax: 50 },
  { name: 'plan_id', lengthMax: 50 },
  { name: 'supervise_object', required: true, lengthMax: 200 },
  { name: 'check_form', required: true, checks: [oneOf(code.list, ['01', '02'])] },
  { name: 'check_type', required: true, checks: [oneOf(code.list, [...numbered(5), '99'])] },
  { name: 'check_mode', checks: [oneOf(code.list, [...numbered(3), '99'])] },
  { name: 'check_result', required: true, checks: [oneOf(code.list, [...numbered(8), '99'])] },
  { name: 'check_date', required: true, checks: [timeCheck(code.form), notInFuture(code.date)] },
  {
    name: 'check_personnel',
    required: true,
    checks: [(value) => (peopleIn(value) >= 2 ? undefined : { code: '1008', text: '检查人员少于两人' })],
  },
  { name: 'check_personnel_code' },
  { name: 'submitted_date', checks: [timeCheck(code.form), later(code.date, 'check_date')] },
];

const penaltyTypes = numbered(14);
const includesFine = (row: TextRow): boolean => (row['punish_type'] ?? '').split(';').includes('02');

const penalties: readonly Field[] = [
  ...common,
  ...institution,
  itemCode,
  { name: 'punish_action_name', required: true, lengthMax: 500 },
  { name: 'punish_action_code', required: true, lengthMax: 50 },
  { name: 'supervise_object_type', lengthMax: 20 },
  { name: 'supervise_object', required: true, lengthMax: 200 },
  { name: 'case_source', required: true, checks: [oneOf(code.list, [...numbered(5), '99'])] },
  { name: 'check_action_code', required: true, lengthMax: 50 },
  { name: 'illegal_fact', required: true, lengthMax: 4000 },
  { name: 'punish_accord', required: true, lengthMax: 4000 },
  { name: 'punish_procedure', required: true, checks: [oneOf(code.list, ['01', '02'])] },
  { name: 'is_hearing', required: true, checks: [yesNo] },
  { name: 'set_date', checks: pastDate },
  { name: 'is_criminal', required: true, checks: [yesNo] },
  { name: 'is_major', checks: [yesNo] },
  { name: 'is_legal_review', checks: [yesNo] },
  { name: 'is_collective_discussion', checks: [yesNo] },
  { name: 'punish_document_code', required: true, lengthMax: 100 },
  { name: 'punish_date', required: true, checks: [...pastDate, notBefore(code.date, 'set_date')] },
  { name: 'punish_type', required: true, checks: [someOf(code.list, penaltyTypes)] },
  { name: 'fine_amount', required: includesFine, checks: [yuan] },
  { name: 'punish_result', required: true, lengthMax: 1000 },
  { name: 'reconsideration', required: true, checks: [oneOf(code.list, [...numbered(6), '99'])] },
  { name: 'litigation', required: true, checks: [oneOf(code.list, [...numbered(6), '99'])] },
  { name: 'no_punish', required: true, checks: [yesNo] },
  { name: 'close_date', checks: [dateCheck(code.form), later(code.date, 'set_date')] },
  { name: 'close_paid_amount', checks: [yuan] },
  { name: 'submitted_date', checks: [timeCheck(code.form), later(code.date, 'close_date')] },
];

const licences: readonly Field[] = [
  ...common,
  { name: 'submitted_date', checks: [timeCheck(code.form)] },
  { name: 'licence_name', required: true, lengthMax: 64 },
  { name: 'licence_document_code', required: true, lengthMax: 64 },
  { name: 'licence_type', required: true, checks: [oneOf(code.list, numbered(6))] },
  { name: 'licence_certificate', lengthMax: 64 },
  { name: 'licence_no', required: (row) => (row['licence_certificate'] ?? '') !== '', lengthMax: 64 },
  { name: 'licence_content', required: true, lengthMax: 4000 },
  { name: 'licence_date', required: true, checks: pastDate },
  { name: 'valid_from', required: true, checks: [dateCheck(code.form)] },
  { name: 'valid_to', required: true, checks: [dateCheck(code.form), notBefore(code.date, 'valid_from')] },
  { name: 'licence_organ', required: true, lengthMax: 200 },
  { name: 'licence_organ_code', required: true, checks: [creditCode] },
  { name: 'licence_state', required: true, checks: [oneOf(code.list, ['1', '2'])] },
];

const fieldsOf = { inspections, penalties, licences } as const;

/** What the province finds wrong with a row; nothing where it takes it. */
export function judgeInternetPlus(
  stream: InternetPlusStream,
  row: JsonRecord,
  context: InternetPlusContext,
): Complaint[] {
  const complaints = judge(fieldsOf[stream], row, basic, context);
  const reference = row['check_action_code'];
  if (
    complaints.length === 0 &&
    stream === 'penalties' &&
    typeof reference === 'string' &&
    !context.knowsInspection(reference)
  ) {
    return [{ code: '1011', text: `check_action_code 检查行为 ${reference} 尚未报送` }];
  }
  return complaints;
}

function peopleIn(text: string): number {
  return new Set(
    text
      .split(/[、,，;；]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ).size;
}
