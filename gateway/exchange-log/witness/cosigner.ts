import { GatewayError } from '../../../schemas/errors.js';
import { isCount } from '../verify/checkpoint.js';
import { parseNote, signersOf } from '../verify/note.js';
import { cosignedAt, type VerifierKey } from '../verify/verifier-key.js';
import type { LogHistory } from './history.js';
import type { Witnessed } from './witnessed.js';

const answerTimeoutMs = 10_000;
const answerBytesMax = 64 * 1024;
const secondMs = 1000;

/**
 * Asks a witness (C2SP tlog-witness) to cosign the checkpoint; gives the lines of its key, each with a line break, and the
 * time that it signed at.
 * `known` is the size that it cosigned last, as far as we remember; the witness says where it remembers otherwise.
 *
 * Throws LOG_SPLIT_VIEW where the witness has seen another history or a longer log, LOG_WITNESS_REFUSED for every other
 * refusal and for an answer without its signature.
 */
export async function askToCosign(url: string, key: VerifierKey, history: LogHistory, known: number): Promise<Witnessed> {
  const { size } = history.checkpoint;
  let answer = await ask(url, history, Math.min(known, size));
  if (answer.knownSize !== undefined) {
    if (answer.knownSize > size) throw new GatewayError('LOG_SPLIT_VIEW', { witness: answer.knownSize, log: size });
    answer = await ask(url, history, answer.knownSize);
  }
  if (answer.status === 409 || answer.status === 422) throw new GatewayError('LOG_SPLIT_VIEW', { witness: answer.status, log: size });
  if (answer.status !== 200) throw new GatewayError('LOG_WITNESS_REFUSED', { status: answer.status });
  const lines = answer.text
    .split('\n')
    .filter((line) => line.startsWith(`— ${key.name} `))
    .map((line) => `${line}\n`)
    .join('');
  const note = parseNote(history.note + lines);
  const signers = note && signersOf(note, [key]);
  if (lines === '' || signers === undefined || signers === 'forged' || signers.length === 0) {
    throw new GatewayError('LOG_WITNESS_REFUSED', { status: answer.status, signature: 'missing' });
  }
  const [signature] = note?.signatures.filter(({ name, id }) => name === key.name && id === key.id) ?? [];
  return { kind: 'cosignature', at: new Date(Number(signature === undefined ? 0n : cosignedAt(signature.bytes)) * secondMs), evidence: lines };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** The size that the witness cosigned last, where it says that ours is wrong. */
  readonly knownSize?: number;
}

async function ask(url: string, { note, prove }: LogHistory, old: number): Promise<Answer> {
  const path = old === 0 ? [] : await prove(old);
  const proof = path.map((hash) => `${hash.toString('base64')}\n`).join('');
  const response = await fetch(`${url}/add-checkpoint`, {
    method: 'POST',
    body: `old ${String(old)}\n${proof}\n${note}`,
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const text = (await response.text()).slice(0, answerBytesMax);
  const size = text.trim();
  const isSize = response.status === 409 && response.headers.get('content-type')?.startsWith('text/x.tlog.size') === true && isCount(size);
  return { status: response.status, text, ...(isSize && Number(size) !== old ? { knownSize: Number(size) } : {}) };
}
