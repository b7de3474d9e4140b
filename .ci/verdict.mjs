/** Ends the check: prints what failed or was left out, then `N passed, N failed`; a skipped test counts as failed here. */
import { readFileSync } from 'node:fs';

const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const brokenFiles = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
const failed = numTotalTests - numPassedTests + brokenFiles.length;

for (const { name } of brokenFiles) console.log(`did not run: ${name}`);
for (const { name, assertionResults } of testResults) {
  for (const { status, fullName } of assertionResults) {
    if (status !== 'passed') console.log(`${status}: ${fullName} (${name})`);
  }
}
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exit(failed === 0 && numPassedTests > 0 ? 0 : 1);
