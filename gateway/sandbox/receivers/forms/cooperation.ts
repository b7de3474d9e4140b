import {
  creditCode, day, digits, form, instant, joined, like, listOf, may, must, needs, notBefore, number, object, oneOf, partyCode, pastDay, sha256, someOf, text,
  type Form,
} from './form.js';

const fileOf = form({ fileName: must(text(200)), fileDigest: must(sha256), fileSize: must(number(0)), fileType: must(text(100)) });
const unitOf = form({ name: must(text(200)), code: must(creditCode) });
const organOf = form({ organName: must(text(200)), organCode: must(creditCode) });
const personOf = form({ personName: must(text(50)), certNo: may(text(50)) });
const year = like(/^20\d\d$/, '年份');

/** Nobody inspects alone: 行政处罚法 art. 42. */
const atLeastTwo = (name: string) => (row: Readonly<Record<string, unknown>>) =>
  Array.isArray(row[name]) && row[name].length === 1 ? { code: 'D08', text: `${name} 少于两人` } : undefined;

/** The province's double-random subsystem, which passes results on to the publicity systems. */
export const doubleRandomForms = {
  plans: form(
    {
      planId: must(text(50)),
      planName: must(text(300)),
      planYear: must(year),
      checkKind: must(oneOf('1', '2')),
      isUnion: must(oneOf('0', '1')),
      organName: must(text(200)),
      organCode: must(creditCode),
      unionOrgans: may(listOf(object(organOf))),
      itemCodes: must(joined(',', digits(14))),
      objectScope: must(text(1000)),
      ratio: must(number(2)),
      objectNum: may(number(0)),
      makeDate: must(pastDay),
      beginDate: must(day),
      endDate: must(day),
    },
    needs('unionOrgans', 'isUnion', '1'),
    notBefore('endDate', 'beginDate'),
  ),
  tasks: form(
    {
      taskId: must(text(50)),
      taskName: must(text(300)),
      planId: must(text(50)),
      organName: must(text(200)),
      organCode: must(creditCode),
      unionOrgans: may(listOf(object(organOf))),
      itemCodes: must(joined(',', digits(14))),
      objects: must(listOf(object(form({ entName: must(text(200)), uniscid: may(creditCode) })))),
      persons: must(listOf(object(personOf))),
      drawDate: must(pastDay),
      limitDate: may(day),
    },
    atLeastTwo('persons'),
    notBefore('limitDate', 'drawDate'),
  ),
  results: form(
    {
      resultId: must(text(64)),
      taskId: must(text(50)),
      planId: may(text(50)),
      checkActionCode: may(text(50)),
      itemCode: must(digits(14)),
      entName: must(text(200)),
      uniscid: must(creditCode),
      checkKind: must(oneOf('1', '2')),
      checkResult: must(like(/^([13-9]|1[0-2]|[A-G])$/, '抽查结果代码')),
      resultDetail: may(text(2000)),
      checkDate: must(pastDay),
      resultDate: must(pastDay),
      persons: must(listOf(object(personOf))),
      areaCode: must(digits(6)),
      organName: must(text(200)),
      organCode: must(creditCode),
    },
    atLeastTwo('persons'),
    notBefore('resultDate', 'checkDate'),
  ),
};

/** The city's integrated supervision platform: filings, evidence, the list of cross-department items. */
export const integratedForms = {
  filings: form(
    {
      filingCode: must(text(64)),
      filingName: must(text(300)),
      deptName: must(text(200)),
      deptCode: must(creditCode),
      partners: may(listOf(object(unitOf))),
      itemCodes: must(listOf(digits(14))),
      planCode: may(text(64)),
      checkForm: must(oneOf('01', '02')),
      filingReason: may(text(1000)),
      objects: must(listOf(object(form({ name: must(text(200)), code: may(creditCode), address: may(text(400)) })))),
      persons: must(listOf(object(form({ name: must(text(50)), certNo: may(text(50)) })))),
      acceptDept: may(text(200)),
      acceptDeptCode: may(creditCode),
      filingDate: must(pastDay),
      planBegin: must(day),
      planEnd: must(day),
      filingState: must(oneOf('01', '02', '03')),
    },
    atLeastTwo('persons'),
    // Outside the plan an inspection has to say why.
    ({ planCode, filingReason }) =>
      (planCode ?? '') === '' && (filingReason ?? '') === '' ? { code: 'D08', text: '计划外检查应填 filingReason' } : undefined,
    notBefore('planBegin', 'filingDate'),
    notBefore('planEnd', 'planBegin'),
  ),
  evidence: form(
    {
      evidenceNo: must(text(64)),
      evidenceKind: must(like(/^(0[1-8]|20)$/, '证据类别代码')),
      evidenceName: must(text(300)),
      objectName: may(text(200)),
      objectCode: may(creditCode),
      checkNo: may(text(50)),
      deptName: must(text(200)),
      deptCode: must(creditCode),
      testOrgan: may(text(200)),
      testOrganCode: may(creditCode),
      testQualification: may(text(200)),
      reportNo: may(text(100)),
      conclusion: may(text(4000)),
      testResult: may(oneOf('1', '2', '3')),
      makeDate: must(pastDay),
      validDate: may(day),
      recognisedBy: may(listOf(object(unitOf))),
      files: must(listOf(object(fileOf))),
    },
    needs('reportNo', 'evidenceKind', '07', '20'),
    needs('conclusion', 'evidenceKind', '07', '20'),
    notBefore('validDate', 'makeDate'),
  ),
  cross_items: form(
    {
      itemNo: must(text(64)),
      itemName: must(text(300)),
      content: must(text(4000)),
      objects: must(text(1000)),
      itemCodes: may(joined(',', digits(14))),
      leadDept: must(object(unitOf)),
      startDept: may(object(unitOf)),
      partners: must(listOf(object(unitOf))),
      mode: may(text(50)),
      levels: must(someOf('、', '国家', '省', '市', '县')),
      basis: must(text(4000)),
      status: must(oneOf('在用', '无效')),
      beginDate: must(day),
      endDate: may(day),
    },
    needs('endDate', 'status', '无效'),
    notBefore('endDate', 'beginDate'),
  ),
};

/** The enforcement management and supervision information system of the justice bureaus. */
export const enforcementForms = {
  inspection_plans: form(
    {
      planNo: must(text(64)),
      planName: must(text(300)),
      planYear: must(year),
      deptName: must(text(200)),
      deptCode: must(creditCode),
      items: must(listOf(object(form({ itemCode: must(digits(14)), objects: must(text(1000)), checkNum: must(number(0)) })))),
      makeDate: must(pastDay),
      fileDept: may(text(200)),
      fileDeptCode: may(creditCode),
      fileDate: may(pastDay),
      attachments: may(listOf(object(fileOf))),
    },
    notBefore('fileDate', 'makeDate'),
  ),
  rectification_orders: form(
    {
      documentNo: must(text(128)),
      checkNo: may(text(50)),
      itemCode: must(digits(14)),
      partyName: must(text(200)),
      partyType: must(oneOf('1', '2', '3')),
      partyCode: must(partyCode),
      illegalFact: must(text(2000)),
      orderBasis: must(text(1000)),
      orderClaim: must(text(2000)),
      orderDate: must(pastDay),
      limitDate: must(day),
      recheckDate: may(pastDay),
      recheckResult: may(oneOf('1', '2', '3')),
      recheckDetail: may(text(2000)),
      penaltyNo: may(text(128)),
      areaCode: must(digits(6)),
      deptName: must(text(200)),
      deptCode: must(creditCode),
    },
    notBefore('limitDate', 'orderDate'),
    notBefore('recheckDate', 'orderDate'),
  ),
};

const taskHead = {
  taskNo: must(text(64)),
  taskName: must(text(300)),
  taskStartTime: must(instant),
  taskEndTime: may(instant),
  initiateUnitNo: must(creditCode),
  initiateUnitName: must(text(200)),
  supervisionMatterCode: may(digits(14)),
};
const task = (columns: Form['columns']) => must(object(form({ ...taskHead, ...columns }, notBefore('taskEndTime', 'taskStartTime'))));

/** The joint supervision exchange (superviseData). */
export const jointSupervisionForms = {
  tasks: form({
    taskInfo: task({
      taskType: must(text(20)),
      status: must(oneOf('分发')),
      initiateUnitType: must(oneOf('dept')),
      unionDepts: must(listOf(object(form({ unionDeptNo: must(creditCode), unionDeptName: must(text(200)) })))),
      unionRegionNo: must(digits(6)),
      inspectContent: must(text(4000)),
      inspectClaim: may(text(2000)),
      superviseObjectName: may(text(200)),
      superviseObjectCode: may(creditCode),
      remark: may(text(2000)),
    }),
  }),
  joint_tasks: form({
    taskInfo: task({
      status: must(oneOf('分发', '认领', '结束', '反馈')),
      initiateUnitType: must(oneOf('dept')),
      unionDeptNo: must(joined(',', creditCode)),
      unionDeptName: must(text(2000)),
      unionRegionNo: may(joined(',', digits(6))),
      supervisionMatterCode: must(digits(14)),
      superviseObjects: must(
        listOf(
          object(
            form({ superviseObjectName: must(text(200)), superviseObjectType: may(oneOf('企业', '个体工商户', '个人')), superviseObjectCode: may(creditCode) }),
          ),
        ),
      ),
      inspectContent: must(text(4000)),
      inspectClaim: may(text(2000)),
      endTime: may(instant),
      endReason: may(text(2000)),
      remark: may(text(2000)),
    }),
  }),
  complaint_info: form({
    taskInfo: task({ status: must(oneOf('分发')), unionDeptNo: must(creditCode), unionDeptName: must(text(200)) }),
    complaintInfo: must(
      object(
        form({
          infoType: must(oneOf('01', '02')),
          isProtected: must(oneOf('0', '1')),
          complaintObject: may(text(200)),
          complaintObjectCertCode: may(creditCode),
          complaintType: may(text(100)),
          complaintTerritory: may(digits(6)),
          serviceType: may(text(100)),
          serviceName: may(text(200)),
          disputeDate: may(pastDay),
          complaintDetail: may(text(4000)),
        }),
      ),
    ),
  }),
  credit_assess: form({
    creditAssess: must(
      object(
        form({
          enterpriseName: must(text(200)),
          enterpriseIdType: may(oneOf('001')),
          enterpriseCreditCode: must(creditCode),
          enterpriseMark: may(number(2)),
          enterpriseType: must(oneOf('A', 'B', 'C', 'D')),
          estimateTime: must(pastDay),
        }),
      ),
    ),
  }),
  task_details: form({
    taskDetails: must(
      object(
        form(
          {
            taskNo: must(text(64)),
            unionUnitType: must(oneOf('dept')),
            unionUnitNo: must(creditCode),
            unionUnitName: must(text(200)),
            status: must(oneOf('反馈')),
            claimTime: may(instant),
            endTime: must(instant),
            endReason: must(text(200)),
            feedbackTime: must(instant),
            feedbackSuggestion: must(text(4000)),
          },
          notBefore('endTime', 'claimTime'),
        ),
      ),
    ),
    feedbackUnitInfo: may(
      object(
        form({
          admInspection: may(object(form({ checkActionCode: must(text(50)) }))),
          admPunishment: may(object(form({ punishDocumentCode: must(text(128)) }))),
        }),
      ),
    ),
  }),
};

/** The hotline takes what became of its tickets. */
export const hotlineForms = {
  results: form(
    {
      ticketNo: must(text(64)),
      feedbackNo: must(text(64)),
      deptName: must(text(200)),
      deptCode: must(creditCode),
      claimedOn: may(pastDay),
      outcome: must(text(50)),
      result: must(text(4000)),
      returnTo: may(text(200)),
      finishedOn: may(pastDay),
      repliedOn: must(pastDay),
    },
    notBefore('repliedOn', 'claimedOn'),
  ),
};

/** The office that coordinates cross-department supervision takes plans, progress and summaries. */
export const coordinationForms = {
  work_reports: form({
    clbh: must(text(64)),
    cllb: must(text(50)),
    ssq: must(text(50)),
    clbt: must(text(300)),
    clzw: may(text(20_000)),
    bsdw: must(text(200)),
    bsdwdm: must(creditCode),
    jsdw: must(text(200)),
    bsrq: must(pastDay),
    lxr: must(text(50)),
    lxdh: may(like(/^[\d-]{7,20}$/, '电话号码')),
    fjmc: may(text(2000)),
    fjzy: may(joined('；', sha256)),
  }),
};

/** The judiciary's side of a case that is handed over. */
export const judiciaryForms = {
  case_transfers: form({
    yslx: must(oneOf('涉嫌犯罪案件移送')),
    wswh: must(text(128)),
    ajmc: must(text(300)),
    dsr: must(text(200)),
    dsrlb: must(text(50)),
    dsrdm: must(partyCode),
    ysjg: must(text(200)),
    ysjgdm: must(creditCode),
    jsjg: must(text(200)),
    jsjgdm: must(creditCode),
    ysrq: must(pastDay),
    zm: must(text(200)),
    ss: must(text(4000)),
    yj: must(text(1000)),
    cfwh: may(text(128)),
    jcbh: may(text(50)),
    sacw: may(text(2000)),
    sfcs: may(oneOf('是', '否')),
    fjmc: may(text(2000)),
    fjzy: may(joined('；', sha256)),
  }),
};
