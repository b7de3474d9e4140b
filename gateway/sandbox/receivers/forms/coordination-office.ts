import { form, may, must } from './form.js';
import { creditCode, joined, like, oneOf, pastDay, sha256, text } from './wants.js';

/** The office that coordinates cross-department supervision takes plans, progress and summaries. */
export const coordinationForms = {
  work_reports: form({
    clbh: must(text(64)),
    cllb: must(oneOf('年度工作计划', '抽查计划', '工作进展', '工作总结', '典型案例', '其他')),
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
