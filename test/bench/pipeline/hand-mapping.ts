import type { JsonObject } from '../../../schemas/json.js';
import type { SourceRow } from '../../../connectors/connector.js';

/** The penalty of a row, written by hand as a good engineer would for this one form: no rules, no explanations. */
export function toRecord(row: SourceRow): JsonObject {
  const text = (name: string): string | undefined => {
    const value = row[name];
    return typeof value === 'string' && value !== '' ? value.trim() : undefined;
  };
  const yuan = (name: string): string | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const [whole = '0', decimals = ''] = value.split('.');
    const cents = BigInt(whole + decimals.padEnd(6, '0').slice(0, 6));
    return `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;
  };
  const record: JsonObject = {
    party: clean({
      name: text('CF_XDR_MC'),
      category: 'legal-person',
      creditCode: text('CF_XDR_SHXYM'),
      legalRepresentative: { name: text('CF_FRDB') ?? '' },
    }),
    documentNumber: (text('CF_WSH') ?? '').replaceAll('[', '〔').replaceAll(']', '〕'),
    illegalActType: text('CF_WFXW') ?? '',
    illegalFacts: text('CF_SY') ?? '',
    legalBasis: text('CF_YJ') ?? '',
    penaltyTypes: (text('CF_CFLB') ?? '').split(/[;；]/).map((name) => penaltyCodes[name] ?? name),
    penaltyContent: text('CF_NR') ?? '',
    decisionDate: text('CF_JDRQ') ?? '',
    validUntil: text('CF_YXQ') ?? '',
    authority: { name: text('CF_CFJG') ?? '', creditCode: text('CF_CFJGDM') ?? '' },
    sourceUnit: { name: text('CF_SJLY') ?? '', creditCode: text('CF_SJLYDM') ?? '' },
  };
  const fine = yuan('CF_NR_FK');
  if (fine !== undefined) record['fineYuan'] = fine;
  const publicityUntil = text('CF_GSJZQ');
  if (publicityUntil !== undefined) record['publicityUntil'] = publicityUntil;
  return record;
}

/** The row that the receiver takes of a record. */
export function toReceiver(record: JsonObject): JsonObject {
  const party = record['party'] as JsonObject;
  const authority = record['authority'] as JsonObject;
  const source = record['sourceUnit'] as JsonObject;
  return clean({
    CF_XDR_MC: party['name'],
    CF_XDR_LB: '法人及非法人组织',
    CF_XDR_SHXYM: party['creditCode'],
    CF_FRDB: (party['legalRepresentative'] as JsonObject)['name'],
    CF_WSH: record['documentNumber'],
    CF_WFXW: record['illegalActType'],
    CF_SY: record['illegalFacts'],
    CF_YJ: record['legalBasis'],
    CF_CFLB: (record['penaltyTypes'] as string[]).map((code) => penaltyNames[code] ?? code).join(';'),
    CF_NR: record['penaltyContent'],
    CF_NR_FK: wan(record['fineYuan']),
    CF_JDRQ: record['decisionDate'],
    CF_YXQ: record['validUntil'],
    CF_GSJZQ: record['publicityUntil'],
    CF_CFJG: authority['name'],
    CF_CFJGDM: authority['creditCode'],
    CF_SJLY: source['name'],
    CF_SJLYDM: source['creditCode'],
  });
}

const penaltyCodes: Record<string, string> = { 警告: '01', 罚款: '02', 没收违法所得: '03' };
const penaltyNames: Record<string, string> = { '01': '警告', '02': '罚款', '03': '没收违法所得' };

function wan(yuan: unknown): string | undefined {
  if (typeof yuan !== 'string') return undefined;
  const digits = BigInt(yuan.replace('.', '')); // 0.01 yuan is 0.000001 万元
  const text = `${String(digits / 1_000_000n)}.${String(digits % 1_000_000n).padStart(6, '0')}`;
  return text.replace(/\.?0+$/, '');
}

function clean(object: Record<string, unknown>): JsonObject {
  for (const [name, value] of Object.entries(object)) if (value === undefined) delete object[name];
  return object as JsonObject;
}
