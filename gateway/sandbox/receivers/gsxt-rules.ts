import { isRegistrationNumber } from '../identifiers.js';
import {
  creditCodeCheck,
  judge,
  notBefore,
  notInFuture,
  oneOf,
  someOf,
  type Complaint,
  type Field,
  type RuleContext,
  type TextRow,
} from './field-rules.js';
import type { JsonRecord } from '../json.js';

/** The enterprise publicity system's own judgement of rows in its front-end exchange database. */
export const gsxtTables = ['t_licence', 't_penalty'] as const;
export type GsxtTable = (typeof gsxtTables)[number];

export const gsxtColumns = {
  t_licence: [
    'licid', 'pripid', 'entname', 'uniscid', 'regno', 'lerep', 'licwsh', 'licno', 'licname_cn', 'valfrom',
    'valto', 'licanth', 'licitem', 'licdate', 'licstate', 'datadept', 'remark',
  ],
  t_penalty: [
    'caseid', 'pripid', 'regno', 'uniscid', 'entname', 'lerep', 'pendecno', 'illegacttype', 'mainillegfact',
    'penbasis_cn', 'pentype', 'pentype_cn', 'penam', 'forfam', 'pencontent', 'judauth', 'pendecissdate',
    'publicdate', 'pubdeadline', 'datadept', 'remark',
  ],
} as const;

const basic = { required: 'G01', tooLong: 'G01', unknown: 'G01', form: 'G01' } as const;
const code = { sync: 'G02', number: 'G03', person: 'G04', date: 'G05', list: 'G06', amount: 'G07' } as const;

/** Position in the list is the code: 01 is the first. */
const penaltyNames = [
  '警告', '罚款', '没收违法所得', '责令停产停业', '吊销许可证件', '行政拘留', '其他', '通报批评',
  '没收非法财物', '降低资质等级', '暂扣许可证件', '限制开展生产经营活动', '限制从业', '责令关闭',
];
const penaltyCodes = penaltyNames.map((_, index) => String(index + 1).padStart(2, '0'));

const enterprise: readonly Field[] = [
  { name: 'entname', required: true },
  { name: 'uniscid', required: (row) => (row['regno'] ?? '') === '', checks: [creditCodeCheck(code.number)] },
  {
    name: 'regno',
    checks: [
      (value) => (isRegistrationNumber(value) ? undefined : { code: code.number, text: '注册号校验位错误' }),
    ],
  },
  { name: 'pripid' },
  { name: 'lerep' },
  { name: 'datadept', required: true },
  { name: 'remark' },
];

const licence: readonly Field[] = [
  ...enterprise,
  { name: 'licid' },
  { name: 'licwsh', required: true },
  { name: 'licno' },
  { name: 'licname_cn', required: true },
  { name: 'valfrom', required: true },
  { name: 'valto', required: true, checks: [notBefore(code.date, 'valfrom')] },
  { name: 'licanth', required: true },
  { name: 'licitem', required: true },
  { name: 'licdate', required: true, checks: [notInFuture(code.date)] },
  { name: 'licstate', required: true, checks: [oneOf(code.list, ['1', '2'])] },
];

const typesOf = (row: TextRow): string[] => (row['pentype'] ?? '').split(';');

const penalty: readonly Field[] = [
  ...enterprise,
  { name: 'caseid' },
  { name: 'pendecno', required: true },
  { name: 'illegacttype', required: true },
  { name: 'mainillegfact' },
  { name: 'penbasis_cn' },
  { name: 'pentype', required: true, checks: [someOf(code.list, penaltyCodes)] },
  {
    name: 'pentype_cn',
    required: true,
    checks: [
      (value, row) => {
        const expected = typesOf(row)
          .map((type) => penaltyNames[Number(type) - 1])
          .join(';');
        return value === expected
          ? undefined
          : { code: code.list, text: `与 pentype 不一致，应为 ${expected}` };
      },
    ],
  },
  { name: 'penam', required: (row) => typesOf(row).includes('02'), checks: [notNegative] },
  {
    name: 'forfam',
    required: (row) => typesOf(row).some((type) => type === '03' || type === '09'),
    checks: [notNegative],
  },
  { name: 'pencontent', required: true },
  { name: 'judauth', required: true },
  { name: 'pendecissdate', required: true, checks: [notInFuture(code.date)] },
  { name: 'publicdate' },
  { name: 'pubdeadline', checks: [notBefore(code.date, 'pendecissdate')] },
];

const fieldsOf = { t_licence: licence, t_penalty: penalty } as const;

/** What the system finds wrong with a row's data columns; nothing where it takes the row over. */
export function judgeGsxt(table: GsxtTable, row: JsonRecord, context: RuleContext): Complaint[] {
  const uniscid = row['uniscid'];
  const hasRegistration = typeof row['regno'] === 'string' && row['regno'] !== '';
  const isEnterprise =
    typeof uniscid === 'string' && uniscid !== '' ? uniscid.startsWith('9') : hasRegistration;
  if (!isEnterprise) return [{ code: code.person, text: '只接收企业和个体工商户，自然人等不归集' }];
  return judge(fieldsOf[table], row, basic, context);
}

/** What is wrong with the sync columns. */
export function judgeSyncColumns(row: JsonRecord): Complaint[] {
  const complaints: Complaint[] = [];
  if (!['i', 'u', 'd'].includes(String(row['cd_operation'])))
    complaints.push({ code: code.sync, text: 'cd_operation 应为 i、u 或 d' });
  if (!/^\d{13}$/.test(String(row['cd_batch'])))
    complaints.push({ code: code.sync, text: 'cd_batch 应为 yyyyMMdd 加 5 位数字' });
  for (const column of ['cd_id', 'cd_time', 'cd_source', 'idempotency_key']) {
    if (row[column] === '') complaints.push({ code: code.sync, text: `${column} 不能为空` });
  }
  return complaints;
}

function notNegative(value: string): Complaint | undefined {
  return value.startsWith('-') ? { code: code.amount, text: '金额不能为负' } : undefined;
}
