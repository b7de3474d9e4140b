import type { Random } from '../random.js';
import { tenThousandsText, yuanText } from './amounts.js';
import { spreadsheetSerial } from './days.js';
import { Dirt } from './dirt.js';
import type { Inspection, Licence, Penalty } from './facts.js';
import type { Party } from './parties.js';
import { isRealDate } from '../identifiers.js';
import { departments, type Department } from './vocabulary.js';

/** How each department writes down what it did: its own columns, units, codes and dirt. */

export type Cell = string | null;
export type Row = Record<string, Cell>;

const categoryTexts = {
  company: '法人及非法人组织',
  'individual-business': '个体工商户',
  person: '自然人',
} as const;
const housingCategories = { company: '02', 'individual-business': '04', person: '01' } as const;
const natures = { company: '2', 'individual-business': '3', person: '1' } as const;
const natureTexts = { company: '法人', 'individual-business': '其他组织', person: '公民' } as const;

export function housingInspectionRow(inspection: Inspection, random: Random): Row {
  const dirt = new Dirt(random);
  const { party } = inspection;
  return {
    jcbh: inspection.code,
    jcmc: dirt.text(inspection.item.inspection),
    sxbm: inspection.item.code,
    ssqdbm: inspection.implementCode,
    jcdx: inspection.item.object,
    xdr_mc: dirt.text(party.name),
    xdr_xz: natures[party.kind],
    xdr_zjlx: documentType(party),
    xdr_zjhm: dirt.code(documentNumberOf(party)),
    zcdz: random.chance(0.1) ? null : party.address,
    jydz: random.chance(0.3) ? null : party.address,
    xzqh: party.divisionCode,
    jcxs: inspection.form,
    jclb: dirt.text(inspection.type),
    jcfs: random.chance(0.1) ? null : inspection.mode,
    jcjg: dirt.text(inspection.result),
    jcrq: dirt.date(inspection.date),
    jcry: inspection.officers.map((officer) => officer.name).join('、'),
    jcry_zh: inspection.officers.map((officer) => officer.certificate).join('、'),
    updated_at: inspection.updatedAt,
  };
}

export function housingPenaltyRow(
  penalty: Penalty,
  inspection: { code: string; itemCode: string },
  random: Random,
): Row {
  const dirt = new Dirt(random);
  const { party } = penalty;
  return {
    wsh: dirt.documentNumber(penalty.documentNumber),
    xdr_mc: dirt.text(party.name),
    xdr_lb: housingCategories[party.kind],
    xdr_shxym: party.creditCode === undefined ? null : dirt.code(party.creditCode),
    fr_mc: party.legalRepresentative ?? null,
    xdr_zjlx: party.kind === 'person' ? '身份证' : null,
    xdr_zjhm: party.idNumber === undefined ? null : dirt.code(party.idNumber),
    jcbh: inspection.code,
    sxbm: inspection.itemCode,
    wfxw: dirt.text(penalty.offence.type),
    wfss: penalty.offence.facts,
    cfyj: dirt.text(penalty.offence.basis),
    cfzl: dirt.list(penalty.kinds),
    cfnr: penalty.content,
    cfje: yuanText(penalty.fineFen),
    msje: yuanText(penalty.confiscatedFen),
    zkdx: penalty.suspended,
    ajly: penalty.caseSource,
    cfcx: penalty.isSummary ? '简易程序' : '普通程序',
    sftz: random.chance(0.05) ? '是' : '否',
    larq: random.chance(0.2) ? null : dirt.date(penalty.filedOn),
    jdrq: dirt.date(penalty.decidedOn),
    yxq: dirt.date(penalty.validUntil),
    gsjzq: dirt.date(penalty.publicUntil),
    xzqh: party.divisionCode,
    cfjg: departments.housing.title,
    cfjgdm: departments.housing.creditCode,
    bz: null,
    updated_at: penalty.updatedAt,
  };
}

export function marketLicenceRow(licence: Licence, random: Random): Row {
  const dirt = new Dirt(random);
  const { party } = licence;
  const isPerson = party.kind === 'person';
  return {
    行政相对人名称: dirt.text(party.name),
    行政相对人类别: categoryTexts[party.kind],
    '行政相对人代码_1(统一社会信用代码)': dirt.code(party.creditCode ?? ''),
    '行政相对人代码_2(工商注册号)': dirt.nothing(),
    '行政相对人代码_3(组织机构代码)':
      party.creditCode === undefined || random.chance(0.8) ? '' : party.creditCode.slice(8, 17),
    '行政相对人代码_4(税务登记号)': dirt.nothing(),
    '行政相对人代码_5(事业单位证书号)': '',
    '行政相对人代码_6(社会组织登记证号)': '',
    法定代表人: dirt.text(party.legalRepresentative ?? ''),
    法定代表人证件类型: '',
    法定代表人证件号码: '',
    证件类型: isPerson ? '身份证' : '',
    证件号码: dirt.code(party.idNumber ?? ''),
    行政许可决定文书名称: licence.kind.document,
    行政许可决定文书号: dirt.documentNumber(licence.documentNumber),
    许可类别: licence.kind.category,
    许可证书名称: licence.kind.certificate,
    许可编号: licence.number,
    许可内容: dirt.text(licence.content),
    许可决定日期: dirt.date(licence.decidedOn),
    有效期自: dirt.date(licence.validFrom),
    有效期至: dirt.date(licence.validUntil),
    许可机关: departments.market.title,
    许可机关统一社会信用代码: departments.market.creditCode,
    当前状态: '1',
    数据来源单位: departments.market.title,
    数据来源单位统一社会信用代码: departments.market.creditCode,
    备注: dirt.nothing(),
  };
}

export function marketPenaltyRow(penalty: Penalty, random: Random): Row {
  const dirt = new Dirt(random);
  const { party } = penalty;
  return {
    CF_XDR_MC: dirt.text(party.name),
    CF_XDR_LB: categoryTexts[party.kind],
    CF_XDR_SHXYM: dirt.code(party.creditCode ?? ''),
    CF_XDR_GSZC: dirt.nothing(),
    CF_XDR_ZZJG: '',
    CF_XDR_SWDJ: '',
    CF_XDR_SYDW: '',
    CF_XDR_SHZZ: '',
    CF_FRDB: dirt.text(party.legalRepresentative ?? ''),
    CF_FR_ZJLX: '',
    CF_FR_ZJHM: '',
    CF_XDR_ZJLX: party.kind === 'person' ? '身份证' : '',
    CF_XDR_ZJHM: dirt.code(party.idNumber ?? ''),
    CF_WSH: dirt.documentNumber(penalty.documentNumber),
    CF_WFXW: penalty.offence.type,
    CF_SY: penalty.offence.facts,
    CF_YJ: dirt.text(penalty.offence.basis),
    CF_CFLB: dirt.list(penalty.kinds),
    CF_NR: penalty.content,
    CF_NR_FK: dirt.amount(tenThousandsText(penalty.fineFen) ?? ''),
    CF_NR_WFFF: dirt.amount(tenThousandsText(penalty.confiscatedFen) ?? ''),
    CF_NR_ZKDX: penalty.suspended ?? '',
    CF_JDRQ: dirt.date(penalty.decidedOn),
    CF_YXQ: dirt.date(penalty.validUntil),
    CF_GSJZQ: dirt.date(penalty.publicUntil),
    CF_CFJG: departments.market.title,
    CF_CFJGDM: departments.market.creditCode,
    CF_SJLY: departments.market.title,
    CF_SJLYDM: departments.market.creditCode,
    BZ: dirt.nothing(),
  };
}

/** A cell of a workbook: text, number, or a date cell. */
export type WorkbookCell = string | number | Date | null;

export function ecologyPenaltyRow(
  penalty: Penalty,
  number: number,
  random: Random,
): Record<string, WorkbookCell> {
  const dirt = new Dirt(random);
  const { party } = penalty;
  return {
    序号: number,
    行政相对人名称: dirt.text(party.name),
    行政相对人类别: categoryTexts[party.kind],
    统一社会信用代码: dirt.code(party.creditCode ?? '') || null,
    法定代表人: party.legalRepresentative ?? null,
    证件类型: party.kind === 'person' ? '身份证' : null,
    证件号码: dirt.code(party.idNumber ?? '') || null,
    决定书文号: dirt.documentNumber(penalty.documentNumber) || null,
    违法行为类型: penalty.offence.type,
    违法事实: penalty.offence.facts || null,
    处罚依据: dirt.text(penalty.offence.basis),
    处罚种类: dirt.list(penalty.kinds),
    处罚内容: penalty.content,
    '罚款金额（万元）': amountCell(penalty.fineFen, dirt, random),
    '没收金额（万元）': amountCell(penalty.confiscatedFen, dirt, random),
    暂扣或吊销证照名称及编号: penalty.suspended,
    处罚决定日期: dateCell(penalty.decidedOn, dirt, random),
    处罚有效期: dirt.date(penalty.validUntil),
    公示截止期: dirt.date(penalty.publicUntil),
    处罚机关: departments.ecology.title,
    处罚机关代码: departments.ecology.creditCode,
    备注: dirt.nothing() || null,
  };
}

export interface TransportRow {
  readonly updatedAt: string;
  readonly [field: string]:
    string | number | null | readonly { readonly name: string; readonly certificateNo: string }[];
}

export function transportInspectionRow(
  inspection: Inspection,
  department: Department,
  random: Random,
): TransportRow {
  const dirt = new Dirt(random);
  const { party } = inspection;
  return {
    inspectionNo: inspection.code,
    inspectionName: dirt.text(inspection.item.inspection),
    itemCode: inspection.item.code,
    implementCode: inspection.implementCode,
    object: inspection.item.object,
    unitName: dirt.text(party.name),
    unitNature: natureTexts[party.kind],
    idType: documentType(party),
    idNumber: dirt.code(documentNumberOf(party)),
    registeredAddress: party.address,
    operatingAddress: random.chance(0.3) ? null : party.address,
    areaCode: party.divisionCode,
    form: inspection.form,
    type: inspection.type,
    mode: random.chance(0.1) ? null : inspection.mode,
    result: dirt.text(inspection.result),
    inspectedOn: dirt.date(inspection.date),
    officers: inspection.officers.map(({ name, certificate }) => ({ name, certificateNo: certificate })),
    institution: department.title,
    institutionCode: department.creditCode,
    updatedAt: inspection.updatedAt,
  };
}

function documentType(party: Party): string {
  return party.kind === 'person' ? '身份证' : '统一社会信用代码';
}

function documentNumberOf(party: Party): string {
  return party.creditCode ?? party.idNumber ?? '';
}

function amountCell(fen: number | null, dirt: Dirt, random: Random): WorkbookCell {
  const text = tenThousandsText(fen);
  if (text === null) return null;
  return random.chance(0.7) ? Number(text) : dirt.amount(text);
}

function dateCell(date: string, dirt: Dirt, random: Random): WorkbookCell {
  if (!isRealDate(date) || random.chance(0.4)) return dirt.date(date);
  return random.chance(0.3) ? spreadsheetSerial(date) : new Date(`${date}T00:00:00Z`);
}
