import {
  creditCode, digits, form, instant, joined, like, listOf, may, must, notBefore, number, object, oneOf, partyCode, pastDay, sha256, text,
  type Form,
} from './form.js';


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
