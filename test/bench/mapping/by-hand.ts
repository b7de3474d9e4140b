import type { JsonObject } from '../../../schemas/json.js';

/**
 * Both mappings of the penalty form as a good engineer writes them by hand: every one of the thirty columns, the same
 * dirt mended, amounts exact. What it has not: an explanation of what is wrong, for it answers undefined.
 */
type Row = Readonly<Record<string, string>>;

const categories: Readonly<Record<string, string>> = {
  法人及非法人组织: 'legal-person',
  自然人: 'natural-person',
  个体工商户: 'individual-business',
};
const documents: Readonly<Record<string, string>> = { 身份证: '111', 护照号: '414' };
const penalties: Readonly<Record<string, string>> = {
  警告: '01', 罚款: '02', 没收违法所得: '03', 责令停产停业: '04', 吊销许可证件: '05', 行政拘留: '06', 其他: '07', 通报批评: '08',
  没收非法财物: '09', 降低资质等级: '10', 暂扣许可证件: '11', 限制开展生产经营活动: '12', 限制从业: '13', 责令关闭: '14',
};
const categoryNames = inverse(categories);
const documentNames = inverse(documents);
const penaltyNames = inverse(penalties);

export function toRecord(row: Row): JsonObject | undefined {
  const category = categories[row['CF_XDR_LB']?.trim() ?? ''];
  const documentNumber = docNumber(row['CF_WSH']);
  const decisionDate = day(row['CF_JDRQ']);
  const types = (row['CF_CFLB'] ?? '').split(/[;；、,，]/u).map((name) => penalties[name.trim()]);
  if (category === undefined || documentNumber === undefined || decisionDate === undefined) return undefined;
  if (types.includes(undefined)) return undefined;
  const party: JsonObject = { name: text(half(row['CF_XDR_MC'] ?? '')) ?? '', category };
  put(party, 'creditCode', code(row['CF_XDR_SHXYM']));
  put(party, 'registrationNumber', text(half(row['CF_XDR_GSZC'] ?? '')));
  put(party, 'organisationCode', text(half(row['CF_XDR_ZZJG'] ?? ''))?.toUpperCase());
  put(party, 'taxNumber', text(half(row['CF_XDR_SWDJ'] ?? '')));
  put(party, 'publicInstitutionNumber', text(half(row['CF_XDR_SYDW'] ?? '')));
  put(party, 'socialOrganisationNumber', text(half(row['CF_XDR_SHZZ'] ?? '')));
  const representative: JsonObject = {};
  put(representative, 'name', text(row['CF_FRDB']));
  put(representative, 'idType', documents[text(row['CF_FR_ZJLX']) ?? '']);
  put(representative, 'idNumber', text(half(row['CF_FR_ZJHM'] ?? ''))?.replaceAll(/\s/gu, '').toUpperCase());
  if (Object.keys(representative).length > 0) party['legalRepresentative'] = representative;
  put(party, 'idType', documents[text(row['CF_XDR_ZJLX']) ?? '']);
  put(party, 'idNumber', text(half(row['CF_XDR_ZJHM'] ?? ''))?.replaceAll(/\s/gu, '').toUpperCase());
  const record: JsonObject = { party, documentNumber };
  put(record, 'illegalActType', text(row['CF_WFXW'])?.replaceAll(/\s+/gu, ' '));
  put(record, 'illegalFacts', text(row['CF_SY']));
  put(record, 'legalBasis', text(row['CF_YJ']));
  record['penaltyTypes'] = types.filter((one) => one !== undefined);
  put(record, 'penaltyContent', text(row['CF_NR']));
  put(record, 'fineYuan', yuan(row['CF_NR_FK'], row['CF_NR'], fineInWords));
  put(record, 'confiscatedYuan', yuan(row['CF_NR_WFFF'], row['CF_NR'], confiscationInWords));
  put(record, 'revokedLicence', text(row['CF_NR_ZKDX']));
  record['decisionDate'] = decisionDate;
  put(record, 'validUntil', day(row['CF_YXQ']));
  put(record, 'publicityUntil', day(row['CF_GSJZQ']));
  record['authority'] = { name: text(row['CF_CFJG']) ?? '', creditCode: code(row['CF_CFJGDM']) ?? '' };
  record['sourceUnit'] = { name: text(row['CF_SJLY']) ?? '', creditCode: code(row['CF_SJLYDM']) ?? '' };
  put(record, 'remark', text(row['BZ']));
  return record;
}

export function toReceiver(record: JsonObject): JsonObject {
  const party = record['party'] as Record<string, string | undefined>;
  const representative = (record['party'] as Record<string, JsonObject | undefined>)['legalRepresentative'];
  const authority = record['authority'] as JsonObject;
  const source = record['sourceUnit'] as JsonObject;
  const row: JsonObject = {};
  put(row, 'CF_XDR_MC', party['name']);
  put(row, 'CF_XDR_LB', categoryNames[party['category'] ?? '']);
  put(row, 'CF_XDR_SHXYM', party['creditCode']);
  put(row, 'CF_XDR_GSZC', party['registrationNumber']);
  put(row, 'CF_XDR_ZZJG', party['organisationCode']);
  put(row, 'CF_XDR_SWDJ', party['taxNumber']);
  put(row, 'CF_XDR_SYDW', party['publicInstitutionNumber']);
  put(row, 'CF_XDR_SHZZ', party['socialOrganisationNumber']);
  put(row, 'CF_FRDB', representative?.['name'] as string | undefined);
  put(row, 'CF_FR_ZJLX', documentNames[(representative?.['idType'] as string | undefined) ?? '']);
  put(row, 'CF_FR_ZJHM', representative?.['idNumber'] as string | undefined);
  put(row, 'CF_XDR_ZJLX', documentNames[party['idType'] ?? '']);
  put(row, 'CF_XDR_ZJHM', party['idNumber']);
  put(row, 'CF_WSH', record['documentNumber'] as string);
  put(row, 'CF_WFXW', record['illegalActType'] as string | undefined);
  put(row, 'CF_SY', record['illegalFacts'] as string | undefined);
  put(row, 'CF_YJ', record['legalBasis'] as string | undefined);
  put(row, 'CF_CFLB', (record['penaltyTypes'] as string[]).map((one) => penaltyNames[one] ?? '').join(';'));
  put(row, 'CF_NR', record['penaltyContent'] as string | undefined);
  put(row, 'CF_NR_FK', wan(record['fineYuan'] as string | undefined));
  put(row, 'CF_NR_WFFF', wan(record['confiscatedYuan'] as string | undefined));
  put(row, 'CF_NR_ZKDX', record['revokedLicence'] as string | undefined);
  put(row, 'CF_JDRQ', record['decisionDate'] as string);
  put(row, 'CF_YXQ', record['validUntil'] as string | undefined);
  put(row, 'CF_GSJZQ', record['publicityUntil'] as string | undefined);
  put(row, 'CF_CFJG', authority['name'] as string);
  put(row, 'CF_CFJGDM', authority['creditCode'] as string);
  put(row, 'CF_SJLY', source['name'] as string);
  put(row, 'CF_SJLYDM', source['creditCode'] as string);
  put(row, 'BZ', record['remark'] as string | undefined);
  return row;
}

function put(object: JsonObject, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') object[name] = value;
}

function inverse(table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [value, name]));
}

const nothing: ReadonlySet<string> = new Set(['', '无', '暂无', '/', '-', '--', '—', 'null', 'undefined', 'none', 'n/a']);

function text(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const trimmed = value.trim();
  return trimmed.length < 10 && nothing.has(trimmed.toLowerCase()) ? undefined : trimmed;
}

function half(value: string): string {
  return /[\uff01-\uff5e\u3000]/u.test(value)
    ? value.replaceAll(/[\uff01-\uff5e]/gu, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
    : value;
}

function code(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^[0-9A-Z]+$/u.test(value)) return value;
  const bare = half(value).toUpperCase().replaceAll(/[\s-]/gu, '').replace(/^[^0-9A-Z]*/u, '').replace(/(?:\(\d+\/\d+\))+$/u, '');
  return text(bare);
}

function docNumber(value: string | undefined): string | undefined {
  const plain = half(value ?? '').replaceAll(/\s/gu, '');
  if (plain === '') return undefined;
  return plain.replace(/[[(〔【]([0-9]{4})[\])〕】]/u, '〔$1〕');
}

function day(value: string | undefined): string | undefined {
  const plain = half(value ?? '').trim();
  if (plain === '' || nothing.has(plain)) return undefined;
  if (plain === '长期' || plain === '永久') return '2099-12-31';
  const parts = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$/u.exec(plain);
  if (!parts) return undefined;
  const [, year = '', month = '', date = ''] = parts;
  const made = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${made}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== made ? undefined : made;
}

const fineInWords = /罚款(?:人民币)?(\d+)(?:\.(\d+))?(万?)元/gu;
const confiscationInWords = /没收(?:违法所得|非法财物)(?:人民币)?(\d+)(?:\.(\d+))?(万?)元/gu;

/**
 * From 万元 with at most six decimals to yuan with two, exact. A figure in yuan by mistake is taken as such where the
 * words name the same amount; one that they contradict is refused.
 */
function yuan(value: string | undefined, words: string | undefined, inWords: RegExp): string | undefined {
  const plain = text(half(value ?? ''));
  if (plain === undefined) return undefined;
  const parts = /^(\d+)(?:\.(\d{1,6}))?$/u.exec(plain);
  if (!parts) return undefined;
  const cents = BigInt((parts[1] ?? '') + (parts[2] ?? '').padEnd(6, '0'));
  const [said, ...more] = (words ?? '').matchAll(inWords);
  if (!said || more.length > 0) return shown(cents);
  const [, whole = '', decimals = '', unit] = said;
  const saidCents = BigInt(whole + decimals.padEnd(unit === '万' ? 6 : 2, '0'));
  if (saidCents === cents) return shown(cents);
  return saidCents * 10_000n === cents ? shown(saidCents) : undefined;
}

function shown(cents: bigint): string {
  return `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;
}

function wan(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const digits = BigInt(value.replace('.', ''));
  const made = `${String(digits / 1_000_000n)}.${String(digits % 1_000_000n).padStart(6, '0')}`;
  return made.replace(/\.?0+$/u, '');
}
