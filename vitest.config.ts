import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/{shared,main,sandbox,preload}/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'node',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          environment: 'node',
          include: ['crash/**/*.test.ts'],
          // Several processes a test, on a machine that may be slow.
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
    passWithNoTests: true,
    // The files that take long wait for disks, clocks and child processes half of the time.
    maxWorkers: 2 * availableParallelism(),
    // The machine may be busy with something else; a test that hangs is still found.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
