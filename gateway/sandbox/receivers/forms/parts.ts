import { isCreditCode } from '../../identifiers.js';
import { form, listOf, may, must, object, type Rule } from './form.js';
import { rule } from './rules.js';
import { creditCode, digits, number, oneOf, partyCode, sha256, text } from './wants.js';

/** A file by name and digest; its bytes travel apart. */
export const fileOf = form({ fileName: must(text(200)), fileDigest: must(sha256), fileSize: must(number(0)), fileType: must(text(100)) });

export const unitOf = form({ name: must(text(200)), code: must(creditCode) });

/** The party of an act: 1 a person, 2 an organisation, 3 an individual business. */
export const partyColumns = {
  partyName: must(text(200)),
  partyType: must(oneOf('1', '2', '3')),
  partyCode: must(partyCode),
};

/** An organisation and an individual business have a credit code, a person alone has none. */
export const partyCodeFits = (typeName: string, codeName: string): Rule =>
  rule(
    `${typeName} 为 2、3 时 ${codeName} 应为统一社会信用代码`,
    ({ [typeName]: type, [codeName]: code }) => type !== '1' && !isCreditCode(String(code)),
  );

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
