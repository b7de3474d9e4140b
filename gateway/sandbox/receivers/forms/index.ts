import { coordinationForms, hotlineForms, jointSupervisionForms, judiciaryForms } from './cooperation.js';
import { creditChinaForms, dataSharingForms, governanceForms, gsxtForms } from './credit.js';
import { doubleRandomForms } from './double-random.js';
import { enforcementForms } from './enforcement-supervision.js';
import type { Form } from './form.js';
import { governmentPortalForms } from './government-portal.js';
import { integratedForms } from './integrated-supervision.js';
import { eventInformationForms, internetPlusForms } from './internet-plus.js';

/** Forms of every platform that the record desks stand for, by platform and stream. */
export const deskForms: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'internet-plus': internetPlusForms,
  'event-information': eventInformationForms,
  'credit-china': creditChinaForms,
  gsxt: gsxtForms,
  'data-sharing': dataSharingForms,
  'governance-centre': governanceForms,
  'double-random': doubleRandomForms,
  'integrated-supervision': integratedForms,
  'enforcement-supervision': enforcementForms,
  'joint-supervision': jointSupervisionForms,
  'hotline-12345': hotlineForms,
  'coordination-office': coordinationForms,
  judiciary: judiciaryForms,
  'government-portal': governmentPortalForms,
};
