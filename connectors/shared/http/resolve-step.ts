import type { PlannedStep } from '../check-steps.js';
import type { HttpClient } from './http-client.js';

/** The first step of a check: where the host is, and whether it may be reached there. */
export function resolveStep(client: HttpClient): PlannedStep {
  return {
    step: 'resolve',
    run: async () => {
      const address = await client.address();
      return { zh: `${client.hostname} → ${address}`, en: `${client.hostname} is ${address}` };
    },
  };
}
