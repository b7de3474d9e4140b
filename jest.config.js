/** Tests run as they ship: on the JavaScript that `npm run build` wrote to dist/. */
export default {
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  maxWorkers: 2,
  testTimeout: 60_000,
};
