const base = require('../../jest.config.js');

/** The tests that run the real Pulumi engine and the real provider; see docs/architecture.md. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/engine'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/support/engine/say-what-is-missing.ts',
  // The machine's two or more cores are busy enough with two engines.
  maxWorkers: 2,
};
