import { creditCode, digits, form, like, may, must, number, object, oneOf, partyCode, listOf, sha256, text } from './form.js';

export const year = like(/^20\d\d$/, '年份');

/** A file by name and digest; its bytes travel apart. */
export const fileOf = form({ fileName: must(text(200)), fileDigest: must(sha256), fileSize: must(number(0)), fileType: must(text(100)) });

export const unitOf = form({ name: must(text(200)), code: must(creditCode) });

/** The party of an act: 1 a person, 2 an organisation, 3 an individual business. */
export const partyColumns = {
  partyName: must(text(200)),
  partyType: must(oneOf('1', '2', '3')),
  partyCode: must(partyCode),
};

/** The body that acted, and where. */
export const bodyColumns = {
  areaCode: must(digits(6)),
  deptName: must(text(200)),
  deptCode: must(creditCode),
};

/** Who acted for the body. */
export const entrusted = { entrustDept: may(text(200)), entrustDeptCode: may(text(20)) };

/** A line of a yearly plan; the platforms call the number of inspections differently. */
export const planLines = (countName: string) =>
  must(listOf(object(form({ itemCode: must(digits(14)), objects: must(text(1000)), [countName]: must(number(0)) }))));

/** What an inspection came to, as the platforms code it. */
export const inspectionColumns = {
  checkForm: must(oneOf('01', '02')),
  checkType: must(oneOf('01', '02', '03', '04', '05', '99')),
  checkMode: may(oneOf('01', '02', '03', '99')),
  checkResult: must(oneOf('01', '02', '03', '04', '05', '06', '07', '08', '99')),
  resultDetail: may(text(4000)),
};

/** Nobody inspects alone: 行政处罚法 art. 42. */
export const atLeastTwo = (name: string) => (row: Readonly<Record<string, unknown>>) =>
  Array.isArray(row[name]) && row[name].length === 1 ? { code: 'D08', text: `${name} 少于两人` } : undefined;
