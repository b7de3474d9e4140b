const textMax = 4096;

/** A digit as it is typed in China: half or full width. */
const digit = '[0-9０-９]';
const year = `(?:[1１][89８９]|[2２][0０])${digit}{2}`;
const month = '(?:[0０][1-9１-９]|[1１][0-2０-２])';
const day = '(?:[0０][1-9１-９]|[12１２][0-9０-９]|[3３][01０１])';
const noDigitBefore = '(?<![0-9０-９])';
const noDigitAfter = '(?![0-9０-９])';

/**
 * What is never written, wherever in a text it stands. Each needs time linear in the text's length. Patterns
 * rather hide too much than too little: a unified code of digits alone that reads like a birth date is lost, too.
 */
const patterns: readonly { readonly find: RegExp; readonly put: string }[] = [
  // Whatever stands between `://` and the last `@`: user and password, or a token alone. A password may hold a slash.
  { find: /([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"'<>]{1,512}@/gi, put: '$1[redacted]@' },
  { find: /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, put: '$1 [redacted]' },
  // password=…, "token": "…", secret: … as in connection strings, query strings and quoted JSON.
  {
    find: /((?:password|passwd|pwd|passphrase|secret|token|api[-_]?key|authorization|密码|口令|密钥|令牌)\\?["']?\s{0,3}[=:：]\s{0,3})(?:\\?"[^"]*"|'[^']*'|[^\s,;&}"']+)/gi,
    put: '$1[redacted]',
  },
  // Citizen identity number of 18 places with a possible birth date, and the old one of 15.
  {
    find: new RegExp(`${noDigitBefore}[1-9１-９]${digit}{5}${year}${month}${day}${digit}{3}[0-9０-９XxＸｘ]`, 'g'),
    put: '[id number]',
  },
  {
    find: new RegExp(`${noDigitBefore}[1-9１-９]${digit}{7}${month}${day}${digit}{3}${noDigitAfter}`, 'g'),
    put: '[id number]',
  },
  // Mobile number, also with the country's prefix and with groups of three, four and four.
  {
    find: new RegExp(
      `(?:${noDigitBefore}|(?<=(?:^|[^0-9])(?:\\+|00)?86))[1１][3-9３-９]${digit}[- ]?${digit}{4}[- ]?${digit}{4}${noDigitAfter}`,
      'g',
    ),
    put: '[phone]',
  },
];

/** The text without secrets and personal data, at most 4,096 characters. */
export function redactText(text: string): string {
  let safe = text;
  for (const { find, put } of patterns) safe = safe.replaceAll(find, put);
  return safe.length > textMax ? `${safe.slice(0, textMax)}…` : safe;
}
