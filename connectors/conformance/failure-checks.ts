import assert from 'node:assert/strict';
import type { ErrorCode } from '../../schemas/errors.js';
import { errorTable, GatewayError } from '../../schemas/errors.js';
import type { CheckStep, Connector, PullRequest } from '../connector.js';
import { callMs, type ConformanceCheck } from './checks.js';
import { opened, pullFrom } from './pull-bench.js';

/** A connector that must fail in one certain way. */
export interface FailureCase {
  /** What is wrong, e.g. `a wrong password`. */
  readonly title: string;
  readonly code: ErrorCode;
  /** The step of `check` that fails; undefined: `check` does not see it. */
  readonly step?: CheckStep['step'];
  readonly open: () => Promise<Connector> | Connector;
  /** What is asked for, to see that the work itself fails with the same code; undefined: it is not tried. */
  readonly request?: PullRequest;
}

/** Each failure has the code of the error table that says what to do about it, in `check` and at work. */
export function failureChecks(cases: readonly FailureCase[]): ConformanceCheck[] {
  return cases.map((failure) => ({
    title: `says ${failure.code} of ${failure.title}`,
    run: async () => await failsAsSaid(failure),
  }));
}

/** A working connector passes its own check, and its stream is discovered. */
export function healthChecks(open: () => Connector, stream: string): ConformanceCheck[] {
  return [
    {
      title: 'passes its own check with a sentence for each step',
      run: async () =>
        await opened(open(), async (connector) => {
          const steps = await stepsOf(connector);
          assert.ok(steps.length > 0, 'there are steps');
          for (const { step, ok, zh, en, durationMs, code } of steps) {
            assert.ok(ok && code === undefined, `${step}: ${code ?? ''}`);
            assert.ok(zh !== '' && en !== '' && durationMs >= 0);
          }
        }),
    },
    {
      title: 'discovers its stream with columns',
      run: async () =>
        await opened(open(), async (connector) => {
          const streams = await connector.discover(AbortSignal.timeout(callMs));
          const found = streams.find(({ name }) => name === stream);
          assert.ok(found, `${stream} among ${streams.map(({ name }) => name).join(', ')}`);
          assert.ok(found.columns.length > 0 && found.columns.every(({ name, type }) => name !== '' && type !== ''));
        }),
    },
  ];
}

async function failsAsSaid({ code, step, open, request }: FailureCase): Promise<void> {
  await opened(await open(), async (connector) => {
    const steps = step === undefined ? [] : await stepsOf(connector);
    const last = steps.at(-1);
    if (step !== undefined) {
      assert.deepEqual({ step: last?.step, ok: last?.ok, code: last?.code }, { step, ok: false, code });
      assert.ok(
        steps.slice(0, -1).every(({ ok }) => ok),
        'the steps before it pass',
      );
      // The sentence names what to do, not only what happened.
      assert.ok(last?.zh.includes(errorTable[code].fixZh), last?.zh);
    }
    if (request === undefined) return;
    await assert.rejects(pullFrom(connector, request), (error) => {
      assert.ok(error instanceof GatewayError, String(error));
      assert.equal(error.code, code);
      return true;
    });
  });
}

async function stepsOf(connector: Connector): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  for await (const step of connector.check(AbortSignal.timeout(callMs))) steps.push(step);
  return steps;
}
