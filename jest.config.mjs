import { throttlerAsModule } from './test/support/throttler-as-module.mjs';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // TypeScript's NodeNext imports name the .js file that will exist; under swc the .ts one does.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^@nestjs/throttler$': throttlerAsModule() },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/second-try.mjs'],
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Jest keeps the modules of every file that a worker has run; a worker that has grown is replaced by a new one, before
  // collecting its garbage costs more than a new one does.
  workerIdleMemoryLimit: '600MB',
  testTimeout: 30_000,
};
