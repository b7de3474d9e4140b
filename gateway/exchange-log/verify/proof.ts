import { fromBase64, toBase64 } from './bytes.js';
import { isCount } from './checkpoint.js';
import { hashBytes } from './merkle.js';

/** Proof that an entry stands in a log (C2SP tlog-proof), taken apart but not yet checked. */
export interface LogProof {
  readonly index: number;
  /** Hashes beside the way from the leaf to the root, the leaf's neighbour first. */
  readonly path: readonly Uint8Array[];
  /** The signed note whose root the proof leads to. */
  readonly checkpoint: string;
}

const firstLine = 'c2sp.org/tlog-proof@v1';
/** A path in a tree of 2^63 leaves. */
const pathMax = 63;

/** The proof as text, for files that end in `.tlog-proof`. */
export function proofText({ index, path, checkpoint }: LogProof): string {
  const hashes = path.map((hash) => `${toBase64(hash)}\n`);
  return `${firstLine}\nindex ${String(index)}\n${hashes.join('')}\n${checkpoint}`;
}

/** Reads a proof; undefined where the text is none. A line `extra …` is passed over: nothing vouches for it. */
export function parseProof(text: string): LogProof | undefined {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first, ...lines] = text.slice(0, end).split('\n');
  if (lines[0]?.startsWith('extra ') === true) lines.shift();
  const [indexLine = '', ...hashes] = lines;
  const index = indexLine.startsWith('index ') ? indexLine.slice('index '.length) : '';
  const path = hashes.map(fromBase64).filter((hash): hash is Uint8Array<ArrayBuffer> => hash?.length === hashBytes);
  const isSound = path.length === hashes.length;
  if (first !== firstLine || !isCount(index) || !isSound || path.length > pathMax) return undefined;
  return { index: Number(index), path, checkpoint: text.slice(end + 2) };
}
