import { form, listOf, may, must, object } from './form.js';
import { partyCodeFits } from './parts.js';
import { atLeastTwo, needs, notBefore } from './rules.js';
import { creditCode, day, digits, joined, like, number, oneOf, partyCode, pastDay, text, year } from './wants.js';

const organ = { organName: must(text(200)), organCode: must(creditCode) };
const organOf = form(organ);
const personOf = form({ personName: must(text(50)), certNo: may(text(50)) });

/** The province's double-random subsystem, which passes results on to the publicity systems. */
export const doubleRandomForms = {
  plans: form(
    {
      planId: must(text(50)),
      planName: must(text(300)),
      planYear: must(year),
      checkKind: must(oneOf('1', '2')),
      isUnion: must(oneOf('0', '1')),
      ...organ,
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
      ...organ,
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
      ...organ,
    },
    atLeastTwo('persons'),
    notBefore('resultDate', 'checkDate'),
  ),
  objects: form(
    {
      objectId: must(text(64)),
      objectName: must(text(200)),
      objectKind: must(oneOf('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '99')),
      equipmentNo: may(text(64)),
      entName: must(text(200)),
      entType: must(oneOf('1', '2', '3')),
      entCode: must(partyCode),
      address: may(text(400)),
      areaCode: must(digits(6)),
      ...organ,
      itemCodes: may(joined(',', digits(14))),
      riskLevel: may(oneOf('A', 'B', 'C', 'D')),
      objectState: must(oneOf('1', '2', '3')),
      inDate: must(pastDay),
      outDate: may(pastDay),
    },
    partyCodeFits('entType', 'entCode'),
    needs('outDate', 'objectState', '3'),
    notBefore('outDate', 'inDate'),
  ),
  inspectors: form(
    {
      personName: must(text(50)),
      certNo: must(text(50)),
      ...organ,
      areaCode: must(digits(6)),
      fields: may(joined(',', text(100))),
      certState: must(oneOf('1', '2', '3')),
      validDate: must(day),
      endDate: may(pastDay),
    },
    // Who may not act any more cannot be drawn, and the register has to know since when.
    needs('endDate', 'certState', '2', '3'),
  ),
};
