import { rightIdentifier, type IdentifierCheck } from './identifier.js';

/** A letter for the place of residence and 8 digits for life; cards issued before 2013 count renewals in 2 more. */
const hongKongMacao = /^[HM]\d{8}(?:\d{2})?$/;
/** 8 digits for life; booklets issued before 2015 count issues in 2 more and may name the place of issue. */
const taiwan = /^\d{8}(?:\d{2}(?:\([A-Z]\))?)?$/;

/**
 * Checks the number of a mainland travel permit for residents of Hong Kong and Macao 港澳居民来往内地通行证. It has no
 * check digit, so that a wrong digit cannot be seen. Fault: `RECORD_ID_DOCUMENT_WRONG_FORM`.
 * @law 公安部 港澳居民来往内地通行证号码规则
 */
export function checkHongKongMacao(text: string): IdentifierCheck {
  if (hongKongMacao.test(text)) return rightIdentifier;
  return wrongForm(
    '港澳居民来往内地通行证号码应为字母H（香港）或M（澳门）加8位数字（2013年前的证件加10位）。',
    'It has the letter H or M and 8 digits (10 on cards issued before 2013).',
    firstOdd(text, (character, index) => (index === 0 ? /[HM]/ : /\d/).test(character)),
  );
}

/**
 * Checks the number of a mainland travel permit for residents of Taiwan 台湾居民来往大陆通行证. It has no check digit,
 * so that a wrong digit cannot be seen. Fault: `RECORD_ID_DOCUMENT_WRONG_FORM`.
 * @law 公安部 台湾居民来往大陆通行证（卡式）号码规则
 */
export function checkTaiwan(text: string): IdentifierCheck {
  if (taiwan.test(text)) return rightIdentifier;
  return wrongForm(
    '台湾居民来往大陆通行证号码应为8位数字（2015年前的本式证件为10位数字）。',
    'It has 8 digits (booklets issued before 2015 have 10).',
    firstOdd(text, (character) => /\d/.test(character)),
  );
}

/** Place of the first character that cannot stand where it stands, from 1; undefined where only the length is wrong. */
function firstOdd(text: string, isRight: (character: string, index: number) => boolean): number | undefined {
  const index = Array.from(text).findIndex((character, place) => !isRight(character, place));
  return index < 0 ? undefined : index + 1;
}

function wrongForm(zh: string, en: string, position: number | undefined): IdentifierCheck {
  return { ok: false, code: 'RECORD_ID_DOCUMENT_WRONG_FORM', zh, en, ...(position === undefined ? {} : { position }) };
}
