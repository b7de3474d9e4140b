import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from './clock.js';
import type { Logger, LogFacts } from './logging/logger.js';
import { redact } from './logging/redact.js';
import type { DeliveryNews, DeliveryOrder, DeliveryThreadData } from './runtime/delivery-thread.js';
import { readAppliedWorkspace } from './runtime/read-workspace.js';
import { openStore } from './store/open.js';
import { wireEngine } from './wire-engine.js';

/** The thread that delivers: an engine over the same store, told by the main thread when there is work. */
async function deliver(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const tell = (news: DeliveryNews): void => port.postMessage(news);
  const { settings, env, folder } = workerData as DeliveryThreadData;
  const { dataFolder, databaseUrl, poolSize } = settings;
  const store = await openStore({ dataFolder, databaseUrl, connectionsMax: poolSize }, systemClock.now());
  const engine = wireEngine(
    {
      settings,
      env,
      clock: systemClock,
      logger: loggerTo(tell),
      observe: (station, facts) => tell({ kind: 'observed', station, facts }),
    },
    store,
  );
  let line: Promise<void> = Promise.resolve();
  port.on('message', (order: DeliveryOrder) => {
    if (order.kind === 'stop') engine.deliverer.stop();
    // One order after the other; one that fails ends the thread, which is then started anew.
    line = line.then(() => carryOut(order));
  });
  const carryOut = async (order: DeliveryOrder): Promise<void> => {
    switch (order.kind) {
      case 'keep':
        await engine.apply(await readAppliedWorkspace(store, folder), 'operator');
        return tell({ kind: 'kept' });
      case 'ring':
        return engine.deliverer.ring(order.connector);
      case 'ring-all':
        return engine.deliverer.ringAll();
      case 'stop':
        return undefined;
      case 'close':
        await engine.close();
        await store.close();
        port.close();
    }
  };
}

/** Lines are written by the main thread; what is secret or personal does not even get there. */
function loggerTo(tell: (news: DeliveryNews) => void, context: LogFacts = {}): Logger {
  const at =
    (level: 'error' | 'warn' | 'info' | 'debug') =>
    (event: string, facts: LogFacts = {}): void =>
      tell({ kind: 'logged', level, event, facts: redact({ ...context, ...facts }) as LogFacts });
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: (facts) => loggerTo(tell, { ...context, ...facts }),
  };
}

await deliver();
