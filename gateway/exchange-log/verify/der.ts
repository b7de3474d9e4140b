/** One value of a DER encoding (X.690), taken apart only as far as it is asked for. */
export interface DerValue {
  /** Class, form and number in one byte, as it is written: 0x30 is a sequence, 0xa0 the context's own number 0. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly raw: Uint8Array;
}

export const derTag = { boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, utcTime: 0x17, time: 0x18, sequence: 0x30, set: 0x31 } as const;

/** Tags of one byte and lengths of up to four, which is all that certificates and time stamps have. */
const lengthBytesMax = 4;

/** The values that stand one after the other in these bytes; undefined where they are not DER. */
export function readDer(bytes: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = valueAt(bytes, at);
    if (value === undefined) return undefined;
    values.push(value);
    at += value.raw.length;
  }
  return values;
}

function valueAt(bytes: Uint8Array, at: number): DerValue | undefined {
  const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
  const isLong = first > 0x80;
  const lengthBytes = isLong ? first - 0x80 : 0;
  if (at + 2 > bytes.length || first === 0x80 || lengthBytes > lengthBytesMax) return undefined;
  const start = at + 2 + lengthBytes;
  const length = isLong ? bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0) : first;
  if (start + length > bytes.length) return undefined;
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

/** The members of a sequence, set or explicit tag; none where it is not one, or is missing. */
export function membersOf(value: DerValue | undefined): readonly DerValue[] {
  return (value === undefined ? undefined : readDer(value.content)) ?? [];
}

/** An object identifier in dotted form; empty for anything else. */
export function oidOf(value: DerValue | undefined): string {
  if (value?.tag !== derTag.oid) return '';
  const numbers: number[] = [];
  let number = 0;
  for (const byte of value.content) {
    number = number * 128 + (byte % 128);
    if (byte >= 128) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** A time in UTC, of either of the two forms; undefined for anything else. */
export function timeOf(value: DerValue | undefined): Date | undefined {
  if (value?.tag !== derTag.utcTime && value?.tag !== derTag.time) return undefined;
  const text = String.fromCodePoint(...value.content);
  // RFC 5280: years of two digits are 1950 to 2049.
  const whole = value.tag === derTag.time ? text : `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(whole);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  const time = new Date(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}${fraction.slice(0, 4)}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
