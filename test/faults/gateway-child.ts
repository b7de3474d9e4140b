import { openGateway } from '../../gateway/app.js';
import { systemClock } from '../../gateway/clock.js';
import { readConfig } from '../../gateway/config.js';
import type { Observe, Station } from '../../gateway/exchanges/stations.js';
import { createLogger } from '../../gateway/logging/logger.js';
import { unsettledCode, type Death, type GatewayLife } from './life.js';

const patienceMs = 60_000;
const withoutRows: ReadonlySet<Station> = new Set(['deliver.claiming', 'log.sequencing']);

/** Dies as a process does that the system kills: nothing is flushed, nothing is said. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function dyingObserver({ station: deadly, target: deadlyTarget, passing = 1, afterMs }: Death): Observe {
  let passings = 0;
  return (station, { rows, target }) => {
    if (station !== deadly || (rows === 0 && !withoutRows.has(station))) return;
    if (deadlyTarget !== undefined && target !== deadlyTarget) return;
    passings += 1;
    if (passings !== passing) return;
    if (afterMs === undefined) die();
    else setTimeout(die, afterMs);
  };
}

/** Opens the gateway, runs every exchange once, lets everything settle and closes: `start --once`. */
async function live(life: GatewayLife): Promise<void> {
  const settings = readConfig({
    env: { ...life.env, JIANTONG_FILE_ROOTS: life.fileRoot },
    flags: { dataFolder: life.dataFolder, databaseUrl: life.databaseUrl, logLevel: 'error', logFormat: 'json' },
    stderrIsTerminal: false,
    workingFolder: life.dataFolder,
  });
  const gateway = await openGateway({
    settings,
    env: life.env,
    clock: systemClock,
    logger: createLogger({ level: settings.logLevel, format: settings.logFormat, stream: process.stderr, clock: systemClock }),
    workspaceFolder: life.workspaceFolder,
    observe: life.death && dyingObserver(life.death),
  });
  const signal = AbortSignal.timeout(life.patienceMs ?? patienceMs);
  await gateway.runAll({ signal, onProgress: () => undefined });
  await gateway.settle(signal);
  await gateway.close();
  if (signal.aborted) process.exitCode = unsettledCode;
}

process.once('message', (life: GatewayLife) => {
  if (life.death && life.death.station === undefined) setTimeout(die, life.death.afterMs);
  live(life)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
    })
    .finally(() => process.disconnect());
});
