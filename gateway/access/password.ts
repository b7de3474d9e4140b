import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Costs of one scrypt: 64 MiB and about 0.2 s, after OWASP's Password Storage Cheat Sheet (N=2^16, r=8, p=2). Each hash
 * carries its own, so that dearer ones can follow.
 */
const cost = { N: 2 ** 16, r: 8, p: 2 } as const;
const saltBytes = 16;
const hashBytes = 32;
const lettersMin = 12;
const lettersMax = 200;

/** `scrypt$65536$8$2$<salt>$<hash>`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const derived = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), derived.toString('base64url')].join('$');
}

/** Takes as long for a person who does not exist (`stored` undefined) as for one who does. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', expected = ''] = (stored ?? (await someHash())).split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  const isSame = timingSafeEqual(derived, Buffer.from(expected, 'base64url'));
  return isSame && stored !== undefined;
}

/** What a new password lacks, in both languages; undefined where it will do. After NIST SP 800-63B: length counts. */
export function passwordFault(password: string, person: { readonly name: string }): { zh: string; en: string } | undefined {
  const letters = Array.from(password).length;
  if (letters < lettersMin) return { zh: `至少${String(lettersMin)}个字符`, en: `at least ${String(lettersMin)} characters` };
  if (letters > lettersMax) return { zh: `至多${String(lettersMax)}个字符`, en: `at most ${String(lettersMax)} characters` };
  if (password.toLowerCase().includes(person.name.toLowerCase()))
    return { zh: '不得包含登录名', en: 'without the sign-in name' };
  const differing = new Set(password.toLowerCase()).size;
  if (differing < 6) return { zh: '至少6个不同的字符', en: 'at least 6 different characters' };
  return undefined;
}

/** A first password, shown once: 16 letters and digits that are not mistaken for each other, 79 bits. */
export function makeFirstPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 248 is the greatest multiple of 31 in a byte: what lies above would make some letters likelier.
  const bytes = [...randomBytes(64)].filter((byte) => byte < 248).slice(0, 16);
  return bytes.map((byte) => letters[byte % letters.length] ?? '').join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

let known: Promise<string> | undefined;
function someHash(): Promise<string> {
  return (known ??= hashPassword(randomBytes(hashBytes).toString('hex')));
}

/** At most two at once: each takes 64 MiB, and whoever tries passwords must not take the machine's memory. */
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
let nextLane = 0;

function derive(password: string, salt: Buffer, costs: { N: number; r: number; p: number }): Promise<Buffer> {
  const lane = nextLane;
  nextLane = (nextLane + 1) % lanes.length;
  const derived = (lanes[lane] ?? Promise.resolve()).then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const maxmem = 128 * costs.N * costs.r + 1024 * 1024;
        scrypt(password.normalize('NFKC'), salt, hashBytes, { ...costs, maxmem }, (error, key) => {
          if (error) reject(error);
          else resolve(key);
        });
      }),
  );
  lanes[lane] = derived.catch(() => undefined); // told to whoever waits for it
  return derived;
}
