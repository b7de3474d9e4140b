import { form, isEmpty, listOf, may, must, object, type Form } from './form.js';
import { notBefore, rule } from './rules.js';
import { creditCode, digits, instant, joined, number, oneOf, pastDay, text } from './wants.js';

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
      taskType: must(oneOf('协查', '协办', '抄告', '抄送')),
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
            form({
              superviseObjectName: must(text(200)),
              superviseObjectType: may(oneOf('企业', '个体工商户', '个人')),
              superviseObjectCode: may(creditCode),
            }),
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
        form(
          {
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
          },
          // A whistle-blower's own words stay with the body that took them; they alone could tell who it was.
          rule(
            'isProtected 为 1（举报人受保护）时不得填 complaintDetail',
            ({ isProtected, complaintDetail: told }) => isProtected === '1' && !isEmpty(told),
          ),
        ),
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
