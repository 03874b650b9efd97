/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sdks/'],
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      { isolatedModules: true, diagnostics: { ignoreCodes: [151002, 151001] } },
    ],
  },
  // The default istanbul counters would end up inside the serialised dynamic providers.
  coverageProvider: 'v8',
};
