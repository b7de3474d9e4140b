import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { withCheckDigit } from '../../../schemas/identifiers/unified-social-credit-code.js';

/** The thirty columns of the double publicity form. */
const columns = [
  'CF_XDR_MC', 'CF_XDR_LB', 'CF_XDR_SHXYM', 'CF_XDR_GSZC', 'CF_XDR_ZZJG', 'CF_XDR_SWDJ', 'CF_XDR_SYDW', 'CF_XDR_SHZZ',
  'CF_FRDB', 'CF_FR_ZJLX', 'CF_FR_ZJHM', 'CF_XDR_ZJLX', 'CF_XDR_ZJHM', 'CF_WSH', 'CF_WFXW', 'CF_SY', 'CF_YJ', 'CF_CFLB',
  'CF_NR', 'CF_NR_FK', 'CF_NR_WFFF', 'CF_NR_ZKDX', 'CF_JDRQ', 'CF_YXQ', 'CF_GSJZQ', 'CF_CFJG', 'CF_CFJGDM', 'CF_SJLY',
  'CF_SJLYDM', 'BZ',
] as const;

const bodyAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const authority = '甘南州市场监督管理局';
const authorityCode = '1162300000TET1023J';

/** Writes `count` sound penalties of organisations as CSV; the n-th row is the same in every file. */
export async function writePenalties(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${columns.join(',')}\n`);
  for (let n = 0; n < count; n += 1) {
    if (!file.write(`${row(n).join(',')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** The n-th penalty as a row of columns. */
export function penaltyRow(n: number): Record<string, string> {
  const values = row(n);
  return Object.fromEntries(columns.map((column, place) => [column, values[place] ?? '']));
}

function row(n: number): string[] {
  const serial = n.toString(31).padStart(6, '0').replaceAll(/./g, (digit) => bodyAlphabet[Number.parseInt(digit, 31)] ?? '0');
  const creditCode = withCheckDigit(`91623000MA${serial}`);
  const day = String(1 + (n % 28)).padStart(2, '0');
  const fine = (0.1 + (n % 500) / 100).toFixed(2);
  return [
    `甘南州第${String(n)}商贸有限公司`, '法人及非法人组织', creditCode, '', '', '', '', '',
    '才让扎西', '', '', '', '', `州市监处罚〔2026〕${String(n)}号`, '销售不合格食品', `经检查，当事人于2026年10月${day}日销售超过保质期的食品`,
    '《中华人民共和国食品安全法》第一百二十四条第一款第（五）项', '罚款', `罚款人民币${fine}万元`, fine, '', '', `2026-10-${day}`, '2099-12-31',
    '2027-10-31', authority, authorityCode, authority, authorityCode, '',
  ];
}
