/**
 * One thing that a connector type has to do. `run` ends quietly or throws: an `AssertionError` where the type does
 * something else, whatever came up where it fails. Checks may run in any order, one at a time.
 */
export interface ConformanceCheck {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** What the kit needs of a test runner; Jest, Vitest, Mocha and `node:test` all have it. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => void;
  readonly it: (title: string, body: () => Promise<void>) => void;
}

/** Hands checks to a test runner under one title, each as a test of its own. */
export function declareChecks(
  { describe, it }: TestRunner,
  title: string,
  checks: readonly ConformanceCheck[],
): void {
  describe(title, () => {
    for (const check of checks) it(check.title, async () => await check.run());
  });
}

/** Longest that any one call of a connector may take in a check. */
export const callMs = 20_000;

/** The outcome of a promise, or undefined when it has not ended in time. */
export async function within<Value>(
  limitMs: number,
  work: Promise<Value>,
): Promise<{ readonly value: Value } | { readonly error: unknown } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([
      late,
      work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
