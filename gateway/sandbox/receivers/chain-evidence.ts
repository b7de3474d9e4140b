import { createHash } from 'node:crypto';

import { parseRecord } from '../json.js';
import { startSystemServer, type Call, type Reply, type SystemServer } from '../system-server.js';

export interface ChainEvidenceOptions {
  readonly port: number;
  readonly token: string;
  /** How long a digest waits for its block. */
  readonly blockMs: number;
  readonly now: () => Date;
}

interface Evidence {
  readonly transaction: string;
  readonly digest: string;
  readonly submittedMs: number;
}

const bodyBytesMax = 16 * 1024;
const path = '/evidence';

/**
 * The evidence desk of a provincial chain (区块链存证): takes digests, gives each a transaction, and says by transaction in
 * which block it stands. A block is made every `blockMs`; what was submitted stands in the next one.
 */
export async function startChainEvidence(options: ChainEvidenceOptions): Promise<SystemServer> {
  const { port, token, blockMs, now } = options;
  const startedMs = now().getTime();
  const chain = new Map<string, Evidence>();
  const guarded =
    (answer: (call: Call) => Reply) =>
    (call: Call): Reply =>
      call.headers.authorization === `Bearer ${token}` ? answer(call) : failed(401, '令牌无效');
  return startSystemServer({
    port,
    bodyBytesMax,
    failure: (status, text) => ({ code: status, message: text }),
    routes: [
      { method: 'post', path, answer: guarded(submit) },
      { method: 'get', path, answer: guarded(query) },
    ],
  });

  function submit({ body }: Call): Reply {
    const { digest, algorithm } = parseRecord(body) ?? {};
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest) || algorithm !== 'SHA-256') return failed(400, 'digest 应为64位十六进制数，algorithm 应为 SHA-256');
    const submittedMs = now().getTime();
    const transaction = createHash('sha256').update(`${digest} ${String(submittedMs)} ${String(chain.size)}`).digest('hex');
    chain.set(transaction, { transaction, digest, submittedMs });
    return { status: 202, body: { transaction } };
  }

  function query({ query: parameters }: Call): Reply {
    const found = chain.get(parameters.get('transaction') ?? '');
    if (found === undefined) return failed(404, '没有这笔存证');
    const { transaction, digest, submittedMs } = found;
    const block = Math.floor((submittedMs - startedMs) / blockMs) + 1;
    const blockMsAt = startedMs + block * blockMs;
    const isInBlock = blockMsAt <= now().getTime();
    return {
      status: 200,
      body: { transaction, digest, ...(isInBlock ? { block, blockTime: new Date(blockMsAt).toISOString() } : {}) },
    };
  }
}

function failed(status: number, message: string): Reply {
  return { status, body: { code: status, message } };
}
