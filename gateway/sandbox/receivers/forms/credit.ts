import { creditCode, day, digits, form, instant, like, may, must, needs, notBefore, number, oneOf, partyCode, pastDay, someOf, text } from './form.js';

const year = like(/^20\d\d$/, '年份');

/** Streams of 信用中国 besides double publicity. */
export const creditChinaForms = {
  commitments: form(
    {
      CN_BH: must(text(64)),
      CN_LX: must(oneOf('审批替代型', '容缺受理型', '证明事项型', '信用修复型', '行业自律型', '主动型', '其他')),
      CN_ZTMC: must(text(200)),
      CN_ZTLB: must(oneOf('法人及非法人组织', '个体工商户')),
      CN_SHXYM: must(creditCode),
      CN_SY: must(text(300)),
      CN_NR: must(text(4000)),
      CN_WNZR: may(text(2000)),
      CN_RQ: must(pastDay),
      CN_YXQ: may(day),
      CN_SLDW: must(text(200)),
      CN_SLDWDM: must(creditCode),
      CN_LXZT: must(text(20)),
      CN_WNSS: may(text(2000)),
      CN_WNRQ: may(pastDay),
      // What is not public has no place here.
      CN_SFGK: must(oneOf('1')),
      CN_LYDW: must(text(200)),
      CN_LYDWDM: must(creditCode),
    },
    notBefore('CN_YXQ', 'CN_RQ'),
    notBefore('CN_WNRQ', 'CN_RQ'),
  ),
  repairs: form(
    {
      XF_BH: must(text(64)),
      XF_ZTMC: must(text(200)),
      XF_SHXYM: must(creditCode),
      XF_CFWSH: may(text(128)),
      XF_YZMDBH: may(text(64)),
      XF_YCMLBH: may(text(64)),
      XF_YRDDW: must(text(200)),
      XF_YRDDWDM: must(creditCode),
      XF_YJDRQ: may(pastDay),
      XF_SXCD: must(text(20)),
      XF_CNBH: may(text(64)),
      XF_SQRQ: must(pastDay),
      XF_JD: must(text(20)),
      XF_JDRQ: must(pastDay),
      XF_JDDW: must(text(200)),
      XF_JDDWDM: must(creditCode),
      XF_LY: may(text(1000)),
      XF_TZGSRQ: may(day),
      XF_LYDW: must(text(200)),
    },
    // A repair is one of a penalty or of a listing.
    ({ XF_CFWSH, XF_YZMDBH, XF_YCMLBH }) =>
      [XF_CFWSH, XF_YZMDBH, XF_YCMLBH].some((value) => typeof value === 'string' && value !== '')
        ? undefined
        : { code: 'D08', text: '处罚文书号、严重违法名单编号、经营异常名录编号应有其一' },
    notBefore('XF_JDRQ', 'XF_SQRQ'),
    notBefore('XF_SQRQ', 'XF_YJDRQ'),
  ),
  industry_evaluations: form(
    {
      PJ_ZTMC: must(text(200)),
      PJ_SHXYM: must(creditCode),
      PJ_HYLY: must(text(100)),
      PJ_ND: must(year),
      PJ_DJ: must(text(20)),
      PJ_YJ: must(text(1000)),
      PJ_RQ: must(pastDay),
      PJ_YXQ: may(day),
      PJ_SFGK: must(oneOf('1')),
      PJ_DW: must(text(200)),
      PJ_DWDM: must(creditCode),
      PJ_LYDW: must(text(200)),
    },
    notBefore('PJ_YXQ', 'PJ_RQ'),
  ),
  severe_listings: form(
    {
      MD_BH: must(text(64)),
      MD_ZTMC: must(text(200)),
      MD_ZTLB: must(oneOf('法人及非法人组织', '个体工商户', '自然人')),
      MD_SHXYM: must(creditCode),
      MD_FRDB: may(text(100)),
      MD_LRSY: must(text(2000)),
      MD_CLJG: must(text(2000)),
      MD_LRRQ: must(pastDay),
      MD_LRJG: must(text(200)),
      MD_LRJGDM: must(creditCode),
      MD_LRWH: may(text(128)),
      MD_YCRQ: may(pastDay),
      MD_YCSY: may(text(1000)),
      MD_LYDW: must(text(200)),
      MD_LYDWDM: must(creditCode),
    },
    notBefore('MD_YCRQ', 'MD_LRRQ'),
  ),
  spot_checks: form(
    {
      CC_BH: must(text(64)),
      CC_RWBH: must(text(50)),
      CC_JHBH: may(text(50)),
      CC_SXBM: must(digits(14)),
      CC_XDR_MC: must(text(200)),
      CC_XDR_LB: must(oneOf('法人及非法人组织', '个体工商户')),
      CC_XDR_SHXYM: must(creditCode),
      CC_LX: must(oneOf('定向抽查', '不定向抽查')),
      CC_JG: must(text(100)),
      CC_JGSM: may(text(2000)),
      CC_JCRQ: must(pastDay),
      CC_JGRQ: must(pastDay),
      CC_JCJG: must(text(200)),
      CC_JCJGDM: must(creditCode),
    },
    notBefore('CC_JGRQ', 'CC_JCRQ'),
  ),
};

const enterprise = {
  entname: must(text(200)),
  uniscid: must(creditCode),
  datadept: must(text(200)),
};
const registered = { pripid: may(text(64)), regno: may(text(15)) };
const removal = { remexcpres_cn: may(text(1000)), remdate: may(pastDay) };
const causes = ['1', '2', '3', '4'];
const outcomes = ['1', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', 'A', 'B', 'C', 'D', 'E', 'F', 'G'];
const supportKinds = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

/** Tables of the enterprise credit publicity system's collection channel besides licences and penalties. */
export const gsxtForms = {
  t_abnormal_listing: form(
    {
      ...enterprise,
      ...registered,
      ...removal,
      busexclist: must(text(64)),
      specause: must(oneOf(...causes, ...causes.map((code) => `0${code}`))),
      specause_cn: must(text(1000)),
      abntime: must(pastDay),
      decorg_cn: must(text(200)),
      redecorg_cn: may(text(200)),
    },
    notBefore('remdate', 'abntime'),
    ({ remdate, remexcpres_cn: reason }) =>
      (remdate ?? '') !== '' && (reason ?? '') === '' ? { code: 'D08', text: '移出时 remexcpres_cn 不能为空' } : undefined,
  ),
  t_severe_listing: form(
    {
      ...enterprise,
      ...registered,
      ...removal,
      illid: must(text(64)),
      lerep: may(text(100)),
      name: may(text(200)),
      certype: may(text(100)),
      cerno: may(text(400)),
      serillrea_cn: must(text(2000)),
      illnature: must(text(2000)),
      disresult: must(text(2000)),
      abntime: must(pastDay),
      decorg_cn: must(text(200)),
      dedocnum: may(text(128)),
    },
    notBefore('remdate', 'abntime'),
    // The responsible persons' columns run in step.
    ({ name, certype, cerno }) =>
      new Set([name, certype, cerno].map((value) => (typeof value === 'string' ? value : '').split('、').length)).size === 1
        ? undefined
        : { code: 'D08', text: 'name、certype、cerno 的个数不一致' },
  ),
  t_joint_punishment: form(
    {
      ...enterprise,
      jpid: must(text(64)),
      illid: may(text(64)),
      busexclist: may(text(64)),
      jpreason: must(text(2000)),
      initorg_cn: must(text(200)),
      exeorg_cn: must(text(200)),
      recdate: may(pastDay),
      isexe: must(oneOf('0', '1')),
      jpmeasure: may(someOf(';', ...Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, '0')), '99')),
      jpmeasure_cn: may(text(1000)),
      jpcontent: may(text(2000)),
      jpbasis: may(text(1000)),
      exedate: may(pastDay),
      expdate: may(day),
      noexereason: may(text(1000)),
      fbdate: must(pastDay),
    },
    needs('jpmeasure', 'isexe', '1'),
    needs('exedate', 'isexe', '1'),
    needs('noexereason', 'isexe', '0'),
    notBefore('fbdate', 'recdate'),
  ),
  t_support: form(
    {
      ...enterprise,
      supid: must(text(64)),
      regno: may(text(15)),
      policyname: must(text(300)),
      suptype: must(oneOf(...supportKinds, '99')),
      suptype_cn: must(text(50)),
      supcontent: must(text(2000)),
      supam: may(number(6)),
      docnum: may(text(128)),
      supdate: must(pastDay),
      valfrom: may(day),
      valto: may(day),
      suporg_cn: must(text(200)),
    },
    notBefore('valto', 'valfrom'),
  ),
  t_spot_check: form(
    {
      ...enterprise,
      scid: must(text(64)),
      planid: may(text(50)),
      taskid: must(text(50)),
      insform: must(oneOf('1', '2')),
      insres: must(oneOf(...outcomes)),
      insres_cn: must(text(200)),
      insresdetail: may(text(2000)),
      insdate: must(pastDay),
      insauth: must(creditCode),
      insauth_cn: must(text(200)),
      areacode: must(digits(6)),
    },
    needs('insresdetail', 'insres', '3', '4', '5', 'A'),
  ),
};

/** The register of the government data sharing platform. */
export const dataSharingForms = {
  certificates: form(
    {
      certificateIdentifier: may(text(128)),
      certificateTypeCode: must(text(32)),
      certificateName: must(text(200)),
      certificateNumber: must(text(64)),
      certificateHolder: must(text(200)),
      certificateHolderCode: must(partyCode),
      issuingAuthority: must(text(200)),
      issuingAuthorityCode: must(creditCode),
      issueDate: must(pastDay),
      effectiveDate: may(day),
      expiringDate: must(day),
      certificateState: must(oneOf('1', '2', '3', '4')),
      endDate: may(pastDay),
      fileName: may(text(200)),
      fileDigest: may(like(/^[0-9a-f]{64}$/, '摘要')),
      fileSize: may(number(0)),
      fileType: may(text(100)),
    },
    needs('endDate', 'certificateState', '2', '3', '4'),
    notBefore('expiringDate', 'issueDate'),
    ({ fileName, fileDigest }) =>
      ((fileName ?? '') === '') === ((fileDigest ?? '') === '') ? undefined : { code: 'D08', text: 'fileName 与 fileDigest 应同时提供' },
  ),
};

/** The city's governance command centre takes risk warnings. */
export const governanceForms = {
  risk_warnings: form({
    warningId: must(text(64)),
    title: must(text(300)),
    level: must(oneOf('1', '2', '3', '4')),
    levelName: must(oneOf('低', '一般', '较高', '高')),
    domain: must(text(100)),
    objectName: must(text(200)),
    objectType: may(text(50)),
    objectCode: may(creditCode),
    objectAddress: may(text(400)),
    detail: may(text(4000)),
    areaCode: must(digits(6)),
    warnedAt: must(instant),
    source: may(text(200)),
    ruleId: may(text(64)),
    issuer: must(text(200)),
    issuerCode: must(creditCode),
    handler: must(text(200)),
    handlerCode: must(creditCode),
    deadline: may(day),
  }),
};
