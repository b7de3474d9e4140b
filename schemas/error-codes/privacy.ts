import type { ErrorEntry } from './entry.js';

export const privacyErrors = {
  PRIVACY_SEARCH_EMPTY: {
    recovery: 'fixConfig',
    status: 400,
    zh: '没有写明要找哪条记录。',
    en: 'It is not said which record is looked for.',
    fixZh: '请给出文书、证照或案件的编号（number），或者当事人的代码或名称（subject）。',
    fixEn: 'Give the number of a document, licence or case (number), or the code or name of whom it concerns (subject).',
  },
  PRIVACY_PURPOSE_VAGUE: {
    recovery: 'fixConfig',
    status: 400,
    zh: '查看个人信息明文须写明案件或文书编号。',
    en: 'Personal fields are shown in clear only for a case or a document that is named.',
    fixZh: '请把案号或文号写在 reference 中（含数字，不含空格），理由写在 reason 中；两者都记入交换日志。',
    fixEn: 'Put its number into reference (with a digit and no spaces) and why into reason; both go into the exchange log.',
  },
} as const satisfies Record<string, ErrorEntry>;
