import { systemClock } from '../clock.js';
import { startSandbox, type Sandbox } from './start.js';
import { isRecord } from './json.js';
import type { LaunchOptions } from './launch.js';

/**
 * The sandbox as a process of its own: waits for its options from the process that forked it, answers with its
 * addresses, and ends when that process goes away or SIGTERM comes.
 */
export type ChildAnswer =
  | { readonly ok: true; readonly addresses: Sandbox['addresses'] }
  | { readonly ok: false; readonly message: string; readonly port?: number };

process.once('message', (options: LaunchOptions) => {
  startSandbox({ ...options, now: () => systemClock.now() }).then(
    (sandbox) => {
      const end = (): void => {
        sandbox.stop().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      };
      process.once('SIGTERM', end);
      process.once('disconnect', end);
      // Ctrl-C goes to the whole group: the parent decides when its sandbox ends.
      process.on('SIGINT', () => undefined);
      answer({ ok: true, addresses: sandbox.addresses });
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const port = isRecord(error) && typeof error['port'] === 'number' ? error['port'] : undefined;
      answer({ ok: false, message, port });
      process.disconnect();
    },
  );
});

function answer(value: ChildAnswer): void {
  process.send?.(value);
}
