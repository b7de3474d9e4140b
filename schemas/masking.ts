/** How the value of a field is hidden. */
export type MaskKind = 'name' | 'id-number' | 'phone' | 'text';

/** A mobile number, masked or not, so that masking twice does no more than masking once. */
const mobilePattern = /^1[3-9]\d(?:\d{4}|\*{4})\d{4}$/;
const idHeadLength = 6;
const idTailLength = 4;
const shownValueMax = 80;

/** The value with what makes it personal hidden. Masking what is masked already changes nothing. */
export function mask(kind: MaskKind, value: string): string {
  if (kind === 'name') return maskName(value);
  if (kind === 'phone') return maskPhone(value);
  if (kind === 'id-number') return maskIdNumber(value);
  return maskText(value);
}

/** `张三丰` becomes `张**`; a single character is hidden whole, so that it shows nothing. */
export function maskName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= 1) return '*'.repeat(characters.length);
  return `${characters[0] ?? ''}${'*'.repeat(characters.length - 1)}`;
}

/**
 * The first 6 and last 4 characters of a number of 15 or more stay (`110105********002X`), of a shorter one
 * the first and last, of one of 4 or fewer none.
 */
export function maskIdNumber(idNumber: string): string {
  const characters = Array.from(idNumber);
  if (characters.length >= 15) return keepEnds(characters, idHeadLength, idTailLength);
  return characters.length > 4 ? keepEnds(characters, 1, 1) : '*'.repeat(characters.length);
}

/** `13812341234` becomes `138****1234`; of other numbers the last 4 of at least 8 stay. */
export function maskPhone(phone: string): string {
  const characters = Array.from(phone);
  if (mobilePattern.test(phone)) return keepEnds(characters, 3, 4);
  return characters.length >= 8 ? keepEnds(characters, 0, 4) : '*'.repeat(characters.length);
}

/** Text of which nothing may be seen but its first character and its length. */
function maskText(text: string): string {
  return maskName(text);
}

/**
 * A single value as a Problem or a log line shows it: as text, masked where it is personal, at most 80
 * characters (of a longer one the last is …). Objects and lists show nothing, because they may hold what has
 * to be masked.
 */
export function shownValue(value: unknown, kind?: MaskKind): string | undefined {
  const text = textOfSingleValue(value);
  if (text === undefined) return undefined;
  const shown = kind === undefined ? text : mask(kind, text);
  // Twice as many UTF-16 units hold at least that many characters.
  const characters = Array.from(shown.slice(0, 2 * (shownValueMax + 1)));
  return characters.length <= shownValueMax ? shown : `${characters.slice(0, shownValueMax - 1).join('')}…`;
}

function textOfSingleValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return value === null ? 'null' : undefined;
  }
}

function keepEnds(characters: readonly string[], head: number, tail: number): string {
  const hidden = '*'.repeat(characters.length - head - tail);
  return characters.slice(0, head).join('') + hidden + characters.slice(-tail).join('');
}
