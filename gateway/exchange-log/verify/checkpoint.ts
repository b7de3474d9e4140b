import { fromBase64, toBase64 } from './bytes.js';
import { hashBytes, type TreeHead } from './merkle.js';
import type { HashName } from './primitives.js';

/** What the text of a checkpoint says (C2SP tlog-checkpoint): which log, how many events, and the root over them. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  readonly hash: HashName;
}

/** The one further line that our checkpoints may have: a log that is not made with SHA-256 says so under its signature. */
const sm3Line = 'hash sm3';

/** The text that is signed, with its last newline. */
export function checkpointText({ origin, size, root, hash }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...(hash === 'sm3' ? [sm3Line] : [])];
  return `${lines.join('\n')}\n`;
}

/** Reads the text of a checkpoint; undefined where it is none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', base64 = '', ...more] = text.split('\n');
  const last = more.pop();
  const root = fromBase64(base64);
  const isWhole = last === '' && more.every((line) => line !== '') && origin !== '';
  if (!isWhole || !isCount(size) || root?.length !== hashBytes) return undefined;
  return { origin, size: Number(size), root, hash: more.includes(sm3Line) ? 'sm3' : 'sha256' };
}

/** Decimal digits without a leading zero, up to what a number holds exactly. */
export function isCount(text: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text));
}
