import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/**
 * `describe` of tests that need programs of the machine, each of which must answer `--version`. Where one is missing
 * they are skipped, with the reason on standard error; it throws then where JIANTONG_TEST_NO_SKIP is set.
 */
export function describeWithPrograms(programs: readonly string[], title: string, tests: () => void): void {
  const missing = programs.filter((program) => {
    const argument = program === 'openssl' ? 'version' : '--version';
    return spawnSync(program, [argument], { stdio: 'ignore' }).status !== 0;
  });
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const reason = `there is no program ${missing.join(', ')}`;
  if (process.env['JIANTONG_TEST_NO_SKIP']) throw new Error(`${reason}, and JIANTONG_TEST_NO_SKIP is set`);
  process.stderr.write(`tests skipped: ${reason} for "${title}"\n`);
  describe.skip(title, tests);
}
