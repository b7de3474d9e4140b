import { CommanderError } from 'commander';

import { describeError, GatewayError } from '../../schemas/errors.js';
import { oneLine } from './text-width.js';

/** What a command ends with. */
export const exitCode = { done: 0, foundProblem: 1, wrongUsage: 2 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** How a command that threw ends: its code and what it says, a line for each mistake (none where commander has spoken). */
export function failureOf(error: unknown): { readonly code: ExitCode; readonly lines: readonly string[] } {
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage, lines: [] };
  }
  if (error instanceof GatewayError && error.code === 'CONFIG_WORKSPACE_WRONG') {
    return { code: exitCode.wrongUsage, lines: String(error.facts.mistakes).trim().split('\n').map(oneLine) };
  }
  const lines = [`jiantong: ${oneLine(describeError(error))}`];
  if (error instanceof GatewayError && error.entry.recovery === 'fixConfig')
    return { code: exitCode.wrongUsage, lines };
  return { code: exitCode.foundProblem, lines };
}
