import { plainIdentifier, rightIdentifier, type IdentifierCheck } from './identifier.js';
import { check as checkCreditCode } from './unified-social-credit-code.js';

const creditCodeLength = 18;

/**
 * Checks the code of an entry of the inspection implementation list 检查实施清单编码: the credit code of the
 * body, one digit 1 to 5, then the body's own letters and digits.
 * Fault: `RECORD_IMPLEMENTATION_LIST_CODE_WRONG_FORM`.
 */
export function check(text: string): IdentifierCheck {
  if (text.length <= creditCodeLength || !/^[0-9A-Z-]*$/.test(text)) {
    return fault(
      '检查实施清单编码应为18位统一社会信用代码加1位数字（1至5）加自编码。',
      'It is a credit code, a digit 1 to 5, and an own number.',
    );
  }
  const kind = text.charAt(creditCodeLength);
  if (kind < '1' || kind > '5') {
    return fault('检查实施清单编码第19位应为1至5。', 'Character 19 is a digit 1 to 5.', creditCodeLength + 1);
  }
  const body = checkCreditCode(text.slice(0, creditCodeLength));
  return body.ok
    ? rightIdentifier
    : fault(`检查实施清单编码前18位：${body.zh}`, `Its first 18 characters: ${body.en}`, body.position);
}

/** Half-width, no blanks, upper case. */
export function normalise(text: string): string {
  return plainIdentifier(text);
}

function fault(zh: string, en: string, position?: number): IdentifierCheck {
  return { ok: false, code: 'RECORD_IMPLEMENTATION_LIST_CODE_WRONG_FORM', zh, en, position };
}
