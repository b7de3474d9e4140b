import { coordinationForms } from './coordination-office.js';
import { creditChinaForms } from './credit-china.js';
import { dataSharingForms } from './data-sharing.js';
import { doubleRandomForms } from './double-random.js';
import { enforcementForms } from './enforcement-supervision.js';
import { eventInformationForms } from './event-information.js';
import type { Form } from './form.js';
import { governanceForms } from './governance-centre.js';
import { governmentPortalForms } from './government-portal.js';
import { gsxtForms } from './gsxt.js';
import { hotlineForms } from './hotline-12345.js';
import { integratedForms } from './integrated-supervision.js';
import { internetPlusForms } from './internet-plus.js';
import { jointSupervisionForms } from './joint-supervision.js';
import { judiciaryForms } from './judiciary.js';

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
