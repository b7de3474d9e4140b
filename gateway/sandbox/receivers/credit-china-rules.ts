import { isOrganisationCode, isRegistrationNumber } from '../identifiers.js';
import type { JsonRecord } from '../json.js';
import {
  citizenIdCheck,
  creditCodeCheck,
  dateCheck,
  judge,
  matches,
  notBefore,
  notInFuture,
  oneOf,
  someOf,
  when,
  type Check,
  type Complaint,
  type Field,
  type RuleContext,
  type TextRow,
} from './field-rules.js';

/** 信用中国's own judgement of double publicity rows. @law 发改办财金〔2018〕424号 */
export const creditChinaStreams = ['licences', 'penalties'] as const;
export type CreditChinaStream = (typeof creditChinaStreams)[number];

const basic = { required: 'E001', tooLong: 'E002', unknown: 'E007', form: 'E003' } as const;
const code = { number: 'E003', date: 'E004', list: 'E005', amount: 'E006', order: 'E008' } as const;

const categories = ['法人及非法人组织', '自然人', '个体工商户'];
const documentTypes = [
  '身份证', '护照号', '港澳居民来往内地通行证', '台湾居民来往大陆通行证', '外国人永久居留身份证',
];
const licenceCategories = ['普通', '特许', '认可', '核准', '登记', '其他'];
/** What is 其他 may be explained behind a hyphen: 其他-排污许可. */
const licenceCategory: Check = (value, row, context) =>
  /^其他-.+$/.test(value) ? undefined : oneOf(code.list, licenceCategories)(value, row, context);
/** @law 中华人民共和国行政处罚法（2021年修订）第九条 */
const penaltyKinds = [
  '警告', '通报批评', '罚款', '没收违法所得', '没收非法财物', '暂扣许可证件', '降低资质等级', '吊销许可证件',
  '限制开展生产经营活动', '责令停产停业', '责令关闭', '限制从业', '行政拘留', '其他',
];

const date: readonly Check[] = [dateCheck(code.date)];
const pastDate: readonly Check[] = [dateCheck(code.date), notInFuture(code.date)];
const creditCode = creditCodeCheck(code.number);
/** Ten thousands of yuan, to the fen. */
const tenThousands = matches(code.amount, /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/, '应为万元，至多六位小数');

/** The thirteen fields on the party, which both forms share but for their prefix. */
function partyFields(prefix: 'XK' | 'CF'): Field[] {
  const field = (suffix: string): string => `${prefix}_${suffix}`;
  const category = (row: TextRow): string => row[field('XDR_LB')] ?? '';
  const isPerson = (row: TextRow): boolean => category(row) === '自然人';
  const codes = ['XDR_SHXYM', 'XDR_GSZC', 'XDR_ZZJG', 'XDR_SWDJ', 'XDR_SYDW', 'XDR_SHZZ'].map(field);
  const lacksEveryCode = (row: TextRow): boolean =>
    category(row) !== '' && !isPerson(row) && codes.every((name) => (row[name] ?? '') === '');
  return [
    { name: field('XDR_MC'), required: true, lengthMax: 200 },
    { name: field('XDR_LB'), required: true, checks: [oneOf(code.list, categories)] },
    { name: field('XDR_SHXYM'), required: lacksEveryCode, lengthMax: 18, checks: [creditCode] },
    {
      name: field('XDR_GSZC'),
      lengthMax: 50,
      checks: [
        (value) =>
          value.length !== 15 || isRegistrationNumber(value)
            ? undefined
            : { code: code.number, text: '校验位错误' },
      ],
    },
    {
      name: field('XDR_ZZJG'),
      lengthMax: 9,
      checks: [
        (value) =>
          isOrganisationCode(value) ? undefined : { code: code.number, text: '组织机构代码不正确' },
      ],
    },
    { name: field('XDR_SWDJ'), lengthMax: 20 },
    { name: field('XDR_SYDW'), lengthMax: 12 },
    { name: field('XDR_SHZZ'), lengthMax: 50 },
    { name: field('FRDB'), required: (row) => category(row) === '法人及非法人组织', lengthMax: 50 },
    { name: field('FR_ZJLX'), lengthMax: 64, checks: [oneOf(code.list, documentTypes)] },
    {
      name: field('FR_ZJHM'),
      lengthMax: 64,
      checks: [when((row) => row[field('FR_ZJLX')] === '身份证', citizenIdCheck(code.number))],
    },
    { name: field('XDR_ZJLX'), required: isPerson, lengthMax: 64, checks: [oneOf(code.list, documentTypes)] },
    {
      name: field('XDR_ZJHM'),
      required: isPerson,
      lengthMax: 64,
      checks: [when((row) => row[field('XDR_ZJLX')] === '身份证', citizenIdCheck(code.number))],
    },
  ];
}

const licences: readonly Field[] = [
  ...partyFields('XK'),
  { name: 'XK_XKWS', required: true, lengthMax: 64 },
  { name: 'XK_WSH', required: true, lengthMax: 64 },
  { name: 'XK_XKLB', required: true, checks: [licenceCategory] },
  { name: 'XK_XKZS', lengthMax: 64 },
  { name: 'XK_XKBH', required: (row) => (row['XK_XKZS'] ?? '') !== '', lengthMax: 64 },
  { name: 'XK_NR', required: true, lengthMax: 4000 },
  { name: 'XK_JDRQ', required: true, checks: pastDate },
  { name: 'XK_YXQZ', required: true, checks: date },
  { name: 'XK_YXQZI', required: true, checks: [...date, notBefore(code.order, 'XK_YXQZ')] },
  { name: 'XK_XKJG', required: true, lengthMax: 200 },
  { name: 'XK_XKJGDM', required: true, checks: [creditCode] },
  { name: 'XK_ZT', required: true, checks: [oneOf(code.list, ['1', '2'])] },
  { name: 'XK_LYDW', required: true, lengthMax: 200 },
  { name: 'XK_LYDWDM', required: true, checks: [creditCode] },
  { name: 'BZ', lengthMax: 4000 },
];

const kindsInclude =
  (...words: readonly string[]) =>
  (row: TextRow): boolean =>
    words.some((word) => (row['CF_CFLB'] ?? '').includes(word));

const penalties: readonly Field[] = [
  ...partyFields('CF'),
  { name: 'CF_WSH', required: true, lengthMax: 128 },
  { name: 'CF_WFXW', required: true, lengthMax: 2000 },
  { name: 'CF_SY', required: true, lengthMax: 5000 },
  { name: 'CF_YJ', required: true, lengthMax: 2000 },
  { name: 'CF_CFLB', required: true, checks: [someOf(code.list, penaltyKinds)] },
  { name: 'CF_NR', required: true, lengthMax: 4000 },
  { name: 'CF_NR_FK', required: kindsInclude('罚款'), checks: [tenThousands] },
  { name: 'CF_NR_WFFF', required: kindsInclude('没收'), checks: [tenThousands] },
  { name: 'CF_NR_ZKDX', required: kindsInclude('暂扣', '吊销'), lengthMax: 200 },
  { name: 'CF_JDRQ', required: true, checks: pastDate },
  { name: 'CF_YXQ', required: true, checks: [...date, notBefore(code.order, 'CF_JDRQ')] },
  { name: 'CF_GSJZQ', checks: [...date, notBefore(code.order, 'CF_JDRQ')] },
  { name: 'CF_CFJG', required: true, lengthMax: 200 },
  { name: 'CF_CFJGDM', required: true, checks: [creditCode] },
  { name: 'CF_SJLY', required: true, lengthMax: 200 },
  { name: 'CF_SJLYDM', required: true, checks: [creditCode] },
  { name: 'BZ', lengthMax: 4000 },
];

const fieldsOf = { licences, penalties } as const;

/** What 信用中国 finds wrong with a row; nothing where it publishes it. */
export function judgeCreditChina(
  stream: CreditChinaStream,
  row: JsonRecord,
  context: RuleContext,
): Complaint[] {
  return judge(fieldsOf[stream], row, basic, context);
}
