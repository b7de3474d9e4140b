import { form, isEmpty, may, must } from './form.js';
import { needs, notBefore, rule } from './rules.js';
import { creditCode, day, digits, number, oneOf, pastDay, someOf, text } from './wants.js';

const enterprise = {
  entname: must(text(200)),
  uniscid: must(creditCode),
  datadept: must(text(200)),
};
const registered = { pripid: may(text(64)), regno: may(text(15)) };
const removal = { remexcpres_cn: may(text(1000)), remdate: may(pastDay) };
/** How many values a column of the responsible persons holds; the columns run in step. */
const countOf = (value: unknown): number => (typeof value === 'string' ? value : '').split('、').length;
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
    rule('有 remdate 时应填 remexcpres_cn', ({ remdate, remexcpres_cn: reason }) => !isEmpty(remdate) && isEmpty(reason)),
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
    rule('name、certype、cerno 以“、”分开的个数应一致', ({ name, certype, cerno }) => new Set([name, certype, cerno].map(countOf)).size > 1),
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
