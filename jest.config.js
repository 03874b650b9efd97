const { availableParallelism } = require('node:os');

/** One more than there are cores: tests wait for processes and sockets a third of the time. */
const WORKERS = availableParallelism() + 1;
const MAX_WORKERS = 4;

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: Math.min(WORKERS, MAX_WORKERS),
  // A test that hangs is given up; how fast one is depends on what else the machine does.
  testTimeout: 120_000,
  roots: ['<rootDir>/test'],
  setupFilesAfterEnv: ['<rootDir>/test/support/retry.ts'],
  reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
  testMatch: ['**/*.test.ts'],
  // Those with the real engine have a command of their own: npm run test:engine.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/engine/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sdks/'],
  transform: { '^.+\\.ts$': '<rootDir>/test/support/compile-typescript.js' },
  // The default istanbul counters would end up inside the serialised dynamic providers.
  coverageProvider: 'v8',
};
