/** Tests run as they ship: on the JavaScript that `npm run build` wrote to dist/. */
export default {
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  maxWorkers: 2,
  // Suites of ES modules leave memory behind in the process that ran them: a process that grew is replaced by a new one.
  workerIdleMemoryLimit: '1GB',
  // Generous: a loaded machine is slow, and a test that hangs is noticed all the same.
  testTimeout: 300_000,
};
