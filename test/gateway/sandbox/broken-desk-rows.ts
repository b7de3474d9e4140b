/** Days before and after each other, all before the day of the tests. */
const early = '2026-03-01';
const late = '2026-03-02';

/**
 * For each rule that a desk's form has across columns: what makes a good row break this rule and nothing else.
 * Written from what the platforms ask for, not from the forms.
 */
export const brokenRows: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  'internet-plus/supervision_items': {
    'status 为 0 时应填 invalidDate': { status: '0', invalidDate: undefined },
    'invalidDate 应不早于 effectDate': { effectDate: late, invalidDate: early },
  },
  'internet-plus/check_lists': {
    'checkListCode 前 18 位应为 implement_institution_code': { implement_institution_code: '11623000000000019E' },
    'status 为 0 时应填 invalidDate': { status: '0', invalidDate: undefined },
  },
  'internet-plus/supervise_objects': {
    'object_status 为 3 时应填 out_date': { object_status: '3', out_date: undefined },
    'object_kind 为 04 时应填 equipment_code': { object_kind: '04', equipment_code: undefined },
    'out_date 应不早于 in_date': { in_date: late, out_date: early },
  },
  'internet-plus/law_officers': {
    'certificate_status 为 2、3 时应填 end_date': { certificate_status: '3', end_date: undefined },
    'valid_to 应不早于 issue_date': { issue_date: late, valid_to: early },
  },
  'internet-plus/coercive_measures': {
    ...brokenParty(),
    'force_kind 为 1 时应填 force_measure_type': { force_kind: '1', force_measure_type: undefined },
    'force_kind 为 2 时应填 force_execute_type': { force_kind: '2', force_execute_type: undefined },
    'start_date 应不早于 decision_date': { decision_date: late, start_date: early, end_date: undefined },
    'end_date 应不早于 start_date': { decision_date: late, start_date: late, end_date: early },
  },
  'internet-plus/other_acts': { ...brokenParty(), 'end_date 应不早于 start_date': { start_date: late, end_date: early } },
  'internet-plus/risk_classes': {
    'administrative_cp_na 为 1（公民）时 administrative_cp_ce_type 不应为 001，否则应为 001': { administrative_cp_ce_type: '414' },
    'valid_to 应不早于 class_date': { class_date: late, valid_to: early },
  },
  'internet-plus/cross_department_items': {
    'item_status 为 0 时应填 invalid_date': { item_status: '0', invalid_date: undefined },
    'invalid_date 应不早于 effect_date': { effect_date: late, invalid_date: early },
    'cooperate_dept 与 cooperate_dept_code 的个数应一致': {
      cooperate_dept: '甘南州公安局,甘南州生态环境局',
      cooperate_dept_code: '1162300000TET1074T',
    },
  },
  'internet-plus/lead_feedback': {
    'end_date 应不早于 claim_date': { claim_date: late, end_date: early, feedback_date: late },
    'feedback_date 应不早于 claim_date': { claim_date: late, end_date: late, feedback_date: early },
  },
  'credit-china/commitments': {
    'CN_YXQ 应不早于 CN_RQ': { CN_RQ: late, CN_YXQ: early, CN_WNRQ: undefined },
    'CN_WNRQ 应不早于 CN_RQ': { CN_RQ: late, CN_YXQ: late, CN_WNRQ: early },
  },
  'credit-china/repairs': {
    'XF_CFWSH、XF_YZMDBH、XF_YCMLBH 应有其一': { XF_CFWSH: undefined, XF_YZMDBH: '', XF_YCMLBH: null },
    'XF_JDRQ 应不早于 XF_SQRQ': { XF_YJDRQ: undefined, XF_SQRQ: late, XF_JDRQ: early },
    'XF_SQRQ 应不早于 XF_YJDRQ': { XF_YJDRQ: late, XF_SQRQ: early, XF_JDRQ: late },
  },
  'credit-china/industry_evaluations': { 'PJ_YXQ 应不早于 PJ_RQ': { PJ_RQ: late, PJ_YXQ: early } },
  'credit-china/severe_listings': { 'MD_YCRQ 应不早于 MD_LRRQ': { MD_LRRQ: late, MD_YCRQ: early } },
  'credit-china/spot_checks': { 'CC_JGRQ 应不早于 CC_JCRQ': { CC_JCRQ: late, CC_JGRQ: early } },
  'gsxt/t_abnormal_listing': {
    'remdate 应不早于 abntime': { abntime: late, remdate: early, remexcpres_cn: '已补报年报' },
    '有 remdate 时应填 remexcpres_cn': { abntime: early, remdate: late, remexcpres_cn: undefined },
  },
  'gsxt/t_severe_listing': {
    'remdate 应不早于 abntime': { abntime: late, remdate: early },
    'name、certype、cerno 以“、”分开的个数应一致': { name: '马建军、杨海燕', certype: '居民身份证', cerno: '623027198503150022' },
  },
  'gsxt/t_joint_punishment': {
    'isexe 为 1 时应填 jpmeasure': { isexe: '1', jpmeasure: undefined, exedate: early },
    'isexe 为 1 时应填 exedate': { isexe: '1', jpmeasure: '01', exedate: undefined },
    'isexe 为 0 时应填 noexereason': { isexe: '0', noexereason: undefined },
    'fbdate 应不早于 recdate': { recdate: late, fbdate: early },
  },
  'gsxt/t_support': { 'valto 应不早于 valfrom': { valfrom: late, valto: early } },
  'gsxt/t_spot_check': { 'insres 为 3、4、5、A 时应填 insresdetail': { insres: '5', insresdetail: undefined } },
  'data-sharing/certificates': {
    'certificateState 为 2、3、4 时应填 endDate': { certificateState: '4', endDate: undefined },
    'expiringDate 应不早于 issueDate': { issueDate: late, expiringDate: early },
    'fileName 与 fileDigest 应同时提供': { fileName: '食品经营许可证.pdf', fileDigest: undefined },
  },
  'double-random/plans': {
    'isUnion 为 1 时应填 unionOrgans': { isUnion: '1', unionOrgans: [] },
    'endDate 应不早于 beginDate': { beginDate: late, endDate: early },
  },
  'double-random/tasks': {
    'persons 应至少两人': { persons: [{ personName: '马建军' }] },
    'limitDate 应不早于 drawDate': { drawDate: late, limitDate: early },
  },
  'double-random/results': {
    'persons 应至少两人': { persons: [{ personName: '马建军' }] },
    'resultDate 应不早于 checkDate': { checkDate: late, resultDate: early },
  },
  'double-random/objects': {
    'entType 为 2、3 时 entCode 应为统一社会信用代码': { entType: '2', entCode: '623027198503150022' },
    'objectState 为 3 时应填 outDate': { objectState: '3', outDate: undefined },
    'outDate 应不早于 inDate': { inDate: late, outDate: early },
  },
  'double-random/inspectors': { 'certState 为 2、3 时应填 endDate': { certState: '2', endDate: undefined } },
  'integrated-supervision/filings': {
    'persons 应至少两人': { persons: [{ name: '马建军' }] },
    '计划外检查（无 planCode）应填 filingReason': { planCode: undefined, filingReason: '' },
    'planBegin 应不早于 filingDate': { filingDate: late, planBegin: early, planEnd: late },
    'planEnd 应不早于 planBegin': { filingDate: early, planBegin: late, planEnd: early },
  },
  'integrated-supervision/evidence': {
    'evidenceKind 为 07、20 时应填 reportNo': { evidenceKind: '20', reportNo: undefined, conclusion: '不合格' },
    'evidenceKind 为 07、20 时应填 conclusion': { evidenceKind: '07', reportNo: 'JY2026-1', conclusion: undefined },
    'validDate 应不早于 makeDate': { makeDate: late, validDate: early },
  },
  'integrated-supervision/cross_items': {
    'status 为 无效 时应填 endDate': { status: '无效', endDate: undefined },
    'endDate 应不早于 beginDate': { beginDate: late, endDate: early },
  },
  'integrated-supervision/plans': { 'filingDate 应不早于 makeDate': { makeDate: late, filingDate: early } },
  'integrated-supervision/inspections': {
    'partyType 为 2、3 时 partyCode 应为统一社会信用代码': { partyType: '2', partyCode: '623027198503150022' },
    'persons 应至少两人': { persons: [{ name: '马建军' }] },
  },
  'enforcement-supervision/inspections': {
    'partyType 为 2、3 时 partyCode 应为统一社会信用代码': { partyType: '2', partyCode: '623027198503150022' },
    'officers 应至少两人': { officers: [{ officerName: '马建军' }] },
    'resultDate 应不早于 checkDate': { checkDate: late, resultDate: early },
  },
  'enforcement-supervision/coercive_measures': {
    'partyType 为 2、3 时 partyCode 应为统一社会信用代码': { partyType: '2', partyCode: '623027198503150022' },
    'measureKind 为 1 时应填 measureType': { measureKind: '1', measureType: undefined },
    'measureKind 为 2 时应填 executeType': { measureKind: '2', executeType: undefined },
    'extendDate 应不早于 beginDate': { beginDate: late, extendDate: early, endDate: late },
    'endDate 应不早于 beginDate': { beginDate: late, extendDate: undefined, endDate: early },
  },
  'enforcement-supervision/penalties': {
    'partyType 为 2、3 时 partyCode 应为统一社会信用代码': { partyType: '2', partyCode: '623027198503150022' },
    'penaltyTypes 含 02（罚款）时应填 fineAmount': { penaltyTypes: '01,02', fineAmount: undefined },
    'decideDate 应不早于 filedDate': { filedDate: late, decideDate: early, closedDate: undefined },
    'closedDate 应不早于 decideDate': { filedDate: undefined, decideDate: late, closedDate: early },
  },
  'enforcement-supervision/officers': {
    'certState 为 2、3 时应填 endDate': { certState: '3', endDate: undefined },
    'validDate 应不早于 issueDate': { issueDate: late, validDate: early, endDate: undefined },
    'endDate 应不早于 issueDate': { issueDate: late, validDate: late, endDate: early },
  },
  'enforcement-supervision/inspection_plans': { 'fileDate 应不早于 makeDate': { makeDate: late, fileDate: early } },
  'enforcement-supervision/rectification_orders': {
    'partyType 为 2、3 时 partyCode 应为统一社会信用代码': { partyType: '3', partyCode: '623027198503150022' },
    'limitDate 应不早于 orderDate': { orderDate: late, limitDate: early, recheckDate: undefined },
    'recheckDate 应不早于 orderDate': { orderDate: late, limitDate: late, recheckDate: early },
  },
  'joint-supervision/tasks': brokenTask(),
  'joint-supervision/joint_tasks': brokenTask(),
  'joint-supervision/complaint_info': {
    ...brokenTask(),
    'isProtected 为 1（举报人受保护）时不得填 complaintDetail': { 'complaintInfo.isProtected': '1', 'complaintInfo.complaintDetail': '我是该公司的员工' },
  },
  'joint-supervision/task_details': {
    'endTime 应不早于 claimTime': { 'taskDetails.claimTime': `${late} 08:00:01`, 'taskDetails.endTime': `${late} 08:00:00` },
  },
  'hotline-12345/results': { 'repliedOn 应不早于 claimedOn': { claimedOn: late, repliedOn: early } },
  'government-portal/spot_check_results': {
    '检查对象为自然人（无信用代码）时姓名应遮盖': { 检查对象: '马建军', 统一社会信用代码: undefined },
    '结果日期 应不早于 检查日期': { 检查日期: late, 结果日期: early },
  },
  'government-portal/supervision_items': {
    '事项状态 为 无效 时应填 失效日期': { 事项状态: '无效', 失效日期: undefined },
    '失效日期 应不早于 生效日期': { 生效日期: late, 失效日期: early },
  },
  'governance-centre/risk_warnings': { 'levelName 应为 level 的名称': { level: '2', levelName: '高' } },
};

function brokenParty(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'administrative_cp_na 为 1（公民）时 administrative_cp_ce_type 不应为 001，否则应为 001': {
      administrative_cp_na: '2',
      administrative_cp_ce_type: '414',
      administrative_cp_ui_code: 'E12345678',
    },
    'administrative_cp_ce_type 为 001 时 administrative_cp_ui_code 应为统一社会信用代码': {
      administrative_cp_na: '2',
      administrative_cp_ce_type: '001',
      administrative_cp_ui_code: '91623025MA7KTA062Y',
    },
    'administrative_cp_ce_type 为 111、112 时 administrative_cp_ui_code 应为身份证号码': {
      administrative_cp_na: '1',
      administrative_cp_ce_type: '112',
      administrative_cp_ui_code: '623027198503150023',
    },
  };
}

function brokenTask(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'taskEndTime 应不早于 taskStartTime': { 'taskInfo.taskStartTime': `${late} 08:00:00`, 'taskInfo.taskEndTime': early },
  };
}
