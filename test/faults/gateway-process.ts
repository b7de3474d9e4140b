import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { unsettledCode, type GatewayLife } from './life.js';

const lastsAtMostMs = 120_000;
/** A life lasts for seconds: V8 would spend half of them on optimising the embedded database, to no purpose. */
const baselineCodeOnly = ['--liftoff-only'];

/** Lives one life of the gateway in a process of its own. Throws when it ends otherwise than by itself or by its death. */
export async function liveOnce(life: GatewayLife): Promise<'killed' | 'settled' | 'unsettled'> {
  const child = fork(fileURLToPath(new URL('gateway-child.js', import.meta.url)), {
    execArgv: baselineCodeOnly,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    timeout: lastsAtMostMs,
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.send(life);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return 'settled';
  if (code === unsettledCode) return 'unsettled';
  if (signal === 'SIGKILL' && life.death) return 'killed';
  throw new Error(`the gateway ended with ${String(code ?? signal)}: ${complaints}`);
}
