import { randomFillSync } from 'node:crypto';

const poolBytes = 16 * 256;
const randomBytesPerId = 10;

/** Makes ids; one maker per process part, so that no state is shared between modules. */
export type MakeId = () => string;

/**
 * UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then randomness, so that new rows go to the end of every index.
 * Within one millisecond ids of one maker still grow: the 12 bits after the version count up.
 */
export function createIdMaker(now: () => Date): MakeId {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  let lastMs = 0;
  let counter = 0;
  return () => {
    if (used + randomBytesPerId > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    const nowMs = now().getTime();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = pool.readUInt16BE(used) & 0x7ff; // starts in the lower half: room to count
    } else if (counter < 0xfff) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const variant = ((pool[used + 2] ?? 0) & 0x3f) | 0x80;
    const random = pool.toString('hex', used + 3, used + randomBytesPerId);
    used += randomBytesPerId;
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant.toString(16)}${random.slice(0, 2)}-${random.slice(2, 14)}`;
  };
}
