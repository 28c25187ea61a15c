import { defineConfig } from 'vitest/config';

// Two cores: more files at once would only make the process-heavy end-to-end tests time out against each other.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
