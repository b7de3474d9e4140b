import { penaltyRow } from '../pipeline/records.js';

type Row = Record<string, string>;

/** The dirt that departments send, each of which both programs have to mend. */
const dirt: readonly ((row: Row) => Row)[] = [
  (row) => ({ ...row, CF_XDR_SHXYM: `统一社会信用代码：${(row['CF_XDR_SHXYM'] ?? '').toLowerCase()}` }),
  (row) => ({ ...row, CF_WSH: (row['CF_WSH'] ?? '').replace('〔', '[').replace('〕', ']') }),
  (row) => ({ ...row, CF_JDRQ: (row['CF_JDRQ'] ?? '').replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, '$1年$2月$3日'), BZ: '无' }),
  (row) => ({ ...row, CF_XDR_MC: ` ${row['CF_XDR_MC'] ?? ''}　`, CF_YXQ: '长期' }),
  (row) => ({ ...row, CF_CFLB: '警告；罚款', CF_NR_FK: (row['CF_NR_FK'] ?? '').replaceAll(/[0-9]/gu, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '') }),
  (row) => ({ ...row, CF_NR: `罚款人民币${inYuan(row)}元`, CF_NR_FK: inYuan(row) }),
];
const dirtyEvery = 10;

/** The fine in yuan, where the form asks for 万元. */
function inYuan(row: Row): string {
  return String(Math.round(Number(row['CF_NR_FK']) * 10_000));
}

/** Sound rows, every tenth with dirt that can be mended for certain. */
export function departmentRows(count: number): Row[] {
  return Array.from({ length: count }, (_, n) => {
    const mess = n % dirtyEvery === 0 ? dirt[(n / dirtyEvery) % dirt.length] : undefined;
    return mess ? mess(penaltyRow(n)) : penaltyRow(n);
  });
}

/** The same without any dirt, for the program that cannot mend it. */
export function cleanRows(count: number): Row[] {
  return Array.from({ length: count }, (_, n) => penaltyRow(n));
}
