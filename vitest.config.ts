import { defineConfig } from 'vitest/config';

/** Tests run on the sources: no build is needed to test a change. */
export default defineConfig({
  resolve: { conditions: ['@klockwork/source'] },
  ssr: { resolve: { conditions: ['@klockwork/source'] } },
  test: { include: ['**/src/**/*.spec.ts'], exclude: ['e2e/**', '**/node_modules/**'], pool: 'threads', testTimeout: 20_000 },
});
