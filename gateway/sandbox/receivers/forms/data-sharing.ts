import { form, isEmpty, may, must } from './form.js';
import { needs, notBefore, rule } from './rules.js';
import { creditCode, day, number, oneOf, partyCode, pastDay, sha256, text } from './wants.js';

/** The register of the government data sharing platform. */
export const dataSharingForms = {
  certificates: form(
    {
      certificateIdentifier: may(text(128)),
      certificateTypeCode: must(text(32)),
      certificateName: must(text(200)),
      certificateNumber: must(text(64)),
      certificateHolder: must(text(200)),
      certificateHolderCode: must(partyCode),
      issuingAuthority: must(text(200)),
      issuingAuthorityCode: must(creditCode),
      issueDate: must(pastDay),
      effectiveDate: may(day),
      expiringDate: must(day),
      certificateState: must(oneOf('1', '2', '3', '4')),
      endDate: may(pastDay),
      fileName: may(text(200)),
      fileDigest: may(sha256),
      fileSize: may(number(0)),
      fileType: may(text(100)),
    },
    needs('endDate', 'certificateState', '2', '3', '4'),
    notBefore('expiringDate', 'issueDate'),
    rule('fileName 与 fileDigest 应同时提供', ({ fileName, fileDigest }) => isEmpty(fileName) !== isEmpty(fileDigest)),
  ),
};
