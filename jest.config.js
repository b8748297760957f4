/** Unit tests sit beside the code (*.unit.test.ts); integration and end-to-end tests under test/. */
const swc = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
};
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform: swc,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...more,
});
const patience = { setupFilesAfterEnv: ['<rootDir>/test/stack/patience.ts'] };
const stack = {
  ...patience,
  globalSetup: '<rootDir>/test/stack/global-setup.ts',
  globalTeardown: '<rootDir>/test/stack/global-teardown.ts',
};

export default {
  reporters: ['default', '<rootDir>/test/count-reporter.js'],
  projects: [
    project(
      'unit',
      ['<rootDir>/{schemas,connectors,infra,services}/**/*.unit.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
      patience,
    ),
    project('integration', ['<rootDir>/test/integration/**/*.integration.test.ts'], stack),
    project('e2e', ['<rootDir>/test/e2e/**/*.e2e.test.ts'], patience),
  ],
};
