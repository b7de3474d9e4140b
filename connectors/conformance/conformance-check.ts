/**
 * One thing that every connector has to do. `run` throws an assertion error where it does not, so that any test runner
 * serves: `for (const { title, run } of pullChecks(source)) it(title, run);`
 */
export interface ConformanceCheck {
  /** A sentence about behaviour, unique within its list. */
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** No check waits longer than this for a connector, in milliseconds. */
export const patienceMs = 30_000;
