import { GatewayError } from '../../schemas/errors.js';
import type { CheckContext } from './check.js';
import type { Manifest } from './resources.js';

/** Reports the GatewayError that `work` throws, with its facts. */
export function reportThrown(manifest: Manifest<unknown>, context: CheckContext, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const facts = Object.entries(error.facts).filter(([, value]) => value !== undefined);
    context.report(manifest, error.code, { path: '/spec', given: facts.map(([name, value]) => `${name}=${String(value)}`).join(', ') });
  }
}
