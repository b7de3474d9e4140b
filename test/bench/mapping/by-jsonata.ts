import jsonata from 'jsonata';
import type { JsonObject } from '../../../schemas/json.js';

/** The same two mappings as JSONata expressions, for rows without dirt; amounts by its floating-point numbers. */
const inward = jsonata(`(
  $text := function($v) { $v != '' ? $trim($v) };
  $categories := { '法人及非法人组织': 'legal-person', '自然人': 'natural-person', '个体工商户': 'individual-business' };
  $types := { '警告': '01', '罚款': '02', '没收违法所得': '03' };
  {
    'party': {
      'name': $text(CF_XDR_MC), 'category': $lookup($categories, CF_XDR_LB), 'creditCode': $text(CF_XDR_SHXYM),
      'registrationNumber': $text(CF_XDR_GSZC), 'organisationCode': $text(CF_XDR_ZZJG), 'taxNumber': $text(CF_XDR_SWDJ),
      'publicInstitutionNumber': $text(CF_XDR_SYDW), 'socialOrganisationNumber': $text(CF_XDR_SHZZ),
      'legalRepresentative': { 'name': $text(CF_FRDB), 'idType': $text(CF_FR_ZJLX), 'idNumber': $text(CF_FR_ZJHM) },
      'idType': $text(CF_XDR_ZJLX), 'idNumber': $text(CF_XDR_ZJHM)
    },
    'documentNumber': $text(CF_WSH), 'illegalActType': $text(CF_WFXW), 'illegalFacts': $text(CF_SY), 'legalBasis': $text(CF_YJ),
    'penaltyTypes': [$split(CF_CFLB, ';').$lookup($types, $)], 'penaltyContent': $text(CF_NR),
    'fineYuan': CF_NR_FK != '' ? $formatNumber($number(CF_NR_FK) * 10000, '0.00'),
    'confiscatedYuan': CF_NR_WFFF != '' ? $formatNumber($number(CF_NR_WFFF) * 10000, '0.00'),
    'revokedLicence': $text(CF_NR_ZKDX), 'decisionDate': $text(CF_JDRQ), 'validUntil': $text(CF_YXQ),
    'publicityUntil': $text(CF_GSJZQ), 'authority': { 'name': $text(CF_CFJG), 'creditCode': $text(CF_CFJGDM) },
    'sourceUnit': { 'name': $text(CF_SJLY), 'creditCode': $text(CF_SJLYDM) }, 'remark': $text(BZ)
  }
)`);

const outward = jsonata(`(
  $categories := { 'legal-person': '法人及非法人组织', 'natural-person': '自然人', 'individual-business': '个体工商户' };
  $types := { '01': '警告', '02': '罚款', '03': '没收违法所得' };
  {
    'CF_XDR_MC': party.name, 'CF_XDR_LB': $lookup($categories, party.category), 'CF_XDR_SHXYM': party.creditCode,
    'CF_XDR_GSZC': party.registrationNumber, 'CF_XDR_ZZJG': party.organisationCode, 'CF_XDR_SWDJ': party.taxNumber,
    'CF_XDR_SYDW': party.publicInstitutionNumber, 'CF_XDR_SHZZ': party.socialOrganisationNumber,
    'CF_FRDB': party.legalRepresentative.name, 'CF_FR_ZJLX': party.legalRepresentative.idType,
    'CF_FR_ZJHM': party.legalRepresentative.idNumber, 'CF_XDR_ZJLX': party.idType, 'CF_XDR_ZJHM': party.idNumber,
    'CF_WSH': documentNumber, 'CF_WFXW': illegalActType, 'CF_SY': illegalFacts, 'CF_YJ': legalBasis,
    'CF_CFLB': $join(penaltyTypes.$lookup($types, $), ';'), 'CF_NR': penaltyContent,
    'CF_NR_FK': fineYuan ? $string($number(fineYuan) / 10000), 'CF_NR_WFFF': confiscatedYuan ? $string($number(confiscatedYuan) / 10000),
    'CF_NR_ZKDX': revokedLicence, 'CF_JDRQ': decisionDate, 'CF_YXQ': validUntil, 'CF_GSJZQ': publicityUntil,
    'CF_CFJG': authority.name, 'CF_CFJGDM': authority.creditCode, 'CF_SJLY': sourceUnit.name,
    'CF_SJLYDM': sourceUnit.creditCode, 'BZ': remark
  }
)`);

export async function toRecord(row: Readonly<Record<string, string>>): Promise<JsonObject> {
  return (await inward.evaluate(row)) as JsonObject;
}

export async function toReceiver(record: JsonObject): Promise<JsonObject> {
  return (await outward.evaluate(record)) as JsonObject;
}
