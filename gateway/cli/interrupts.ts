import type { World } from './world.js';

/** What a shell expects of a program that was interrupted. */
const interruptedCode = 130;

/**
 * Runs `work` with a signal that the first SIGINT or SIGTERM aborts, so that it stops cleanly; a second one ends the
 * process at once.
 */
export async function interruptible<Result>(
  world: World,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const forget = world.onStopSignal(() => {
    if (controller.signal.aborted) {
      world.exitNow(interruptedCode);
      return;
    }
    world.stderr.write('正在停止，请稍候；再按一次立即结束。 Stopping; once more ends at once.\n');
    controller.abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}

/** Resolves when the signal is aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
