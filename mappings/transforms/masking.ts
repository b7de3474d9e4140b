import { maskIdNumber, maskName as hideName, maskPhone as hidePhone } from '../../schemas/masking.js';
import type { Transform } from './transform.js';

/** `李小花` → `李**` */
export const maskName: Transform = {
  name: 'mask-name',
  zh: '姓名脱敏，只留首字',
  en: 'masks a name but for its first character',
  apply: hideName,
};

/** `11010519491231002X` → `110105********002X` */
export const maskId: Transform = {
  name: 'mask-id',
  zh: '证件号码脱敏，留前六后四',
  en: 'masks a document number but for the first six and last four characters',
  apply: maskIdNumber,
};

/** `13800001234` → `138****1234` */
export const maskPhone: Transform = {
  name: 'mask-phone',
  zh: '电话号码脱敏，留前三后四',
  en: 'masks a phone number but for the first three and last four digits',
  apply: hidePhone,
};
