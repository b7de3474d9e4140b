import { areDigits } from '../../schemas/identifiers/identifier.js';
import type { Transform } from './transform.js';

const creditCodeLength = 18;
const registrationNumberLength = 15;
/** GS 15-2006: the seventh digit is 6 to 9 for individual businesses, 0 to 5 for enterprises. */
const registrationKindIndex = 6;
const categories = new Set(['legal-person', 'natural-person', 'individual-business']);

/**
 * `92623001MA7KTA046C` → `individual-business`, `91…` → `legal-person`: what a credit code, or a registration number
 * of 15 digits, says of its holder for certain. Of other codes there is no value, because both kinds have them.
 * @law GB 32100-2015 4.2
 */
export const partyCategory: Transform = {
  name: 'party-category',
  zh: '由统一社会信用代码或15位工商注册号得出行政相对人类别（个体工商户、法人及非法人组织）',
  en: 'tells the category of party from a credit code or a registration number of 15 digits',
  apply: (text) => {
    if (categories.has(text)) return text;
    if (text.length === creditCodeLength) return text.startsWith('92') ? 'individual-business' : 'legal-person';
    if (text.length !== registrationNumberLength || !areDigits(text, 0, text.length)) return undefined;
    return text.charAt(registrationKindIndex) >= '6' ? 'individual-business' : 'legal-person';
  },
};
