import { form, may, must } from './form.js';
import { creditCode, joined, oneOf, partyCode, pastDay, sha256, text } from './wants.js';

/** The judiciary's side of a case that is handed over. */
export const judiciaryForms = {
  case_transfers: form({
    yslx: must(oneOf('涉嫌犯罪案件移送')),
    wswh: must(text(128)),
    ajmc: must(text(300)),
    dsr: must(text(200)),
    dsrlb: must(oneOf('法人及非法人组织', '个体工商户', '自然人')),
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
