const base = require('../../jest.config.js');

/** The tests that run the real Pulumi engine and the real provider; see docs/architecture.md. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/engine'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/support/engine/say-what-is-missing.ts',
  // Most of its time the provider sleeps, so there may be more engines at once than cores.
  maxWorkers: 3,
};
