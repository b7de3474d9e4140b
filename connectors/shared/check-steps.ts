import { GatewayError } from '../../schemas/errors.js';
import type { CheckStep } from '../connector.js';

/** What a step found out, for the operator; both sentences are shown. */
export interface StepFinding {
  readonly zh: string;
  readonly en: string;
}

export interface PlannedStep {
  /** Stable word of the contract: `resolve`, `connect`, `sign-in`, `rights`, `read`, `write`. */
  readonly step: string;
  readonly run: (signal: AbortSignal) => Promise<StepFinding>;
}

/** Runs one step after another and stops behind the first that fails with a GatewayError; other errors are thrown. */
export async function* runSteps(
  steps: readonly PlannedStep[],
  now: () => Date,
  signal: AbortSignal,
): AsyncGenerator<CheckStep> {
  for (const { step, run } of steps) {
    signal.throwIfAborted();
    const begun = now().getTime();
    const outcome = await run(signal).catch(failure);
    yield {
      step,
      durationMs: now().getTime() - begun,
      ...('ok' in outcome ? outcome : { ok: true, ...outcome }),
    };
    if ('ok' in outcome) return;
  }
}

function failure(error: unknown): Pick<CheckStep, 'zh' | 'en' | 'code'> & { readonly ok: false } {
  if (!(error instanceof GatewayError)) throw error;
  const { entry, facts, code } = error;
  const detail = Object.entries(facts)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  const behind = detail && ` (${detail})`;
  return {
    ok: false,
    zh: `${entry.zh}${behind} ${entry.fixZh}`,
    en: `${entry.en}${behind} ${entry.fixEn}`,
    code,
  };
}
