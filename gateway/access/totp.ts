import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
const digits = 6;
const secretBytes = 20;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A fresh secret of a second factor (RFC 4226 §4 asks for 160 bits). */
export function makeTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** The code of one time step: RFC 6238 with HMAC-SHA-1, which every authenticator app knows. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The time step that a code belongs to: now, or one before or after for clocks that differ. Undefined for a wrong code
 * and for one of a step that was used already (`usedStep`): a code serves once (RFC 6238 §5.2).
 */
export function totpStepOf(secret: Uint8Array, code: string, now: Date, usedStep: number | undefined): number | undefined {
  const present = Math.floor(now.getTime() / 1000 / stepSeconds);
  const given = Buffer.from(code.padEnd(digits, ' ').slice(0, digits));
  return [present, present - 1, present + 1].find(
    (step) => step > (usedStep ?? -1) && timingSafeEqual(Buffer.from(totpCode(secret, step)), given) && code.length === digits,
  );
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: Uint8Array, person: string): string {
  return `otpauth://totp/${encodeURIComponent(`监通:${person}`)}?secret=${toBase32(secret)}&issuer=${encodeURIComponent('监通')}`;
}

/** RFC 4648 §6, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += base32[(value >>> (bits - 5)) & 31] ?? '';
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (base32[(value << (5 - bits)) & 31] ?? '') : text;
}

/** The bytes of a text that {@link toBase32} wrote; letters that are none of its own are passed over. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let value = 0;
  let bits = 0;
  for (const letter of text.toUpperCase()) {
    const five = base32.indexOf(letter);
    if (five < 0) continue;
    value = (value << 5) | five;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >>> bits) & 0xff);
    }
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
