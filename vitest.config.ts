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
    // Most files wait for disks and clocks half of the time; vitest would leave one of two cores idle. More workers than cores
    // are hardly faster, and the tests that hurry a clock then see it jump.
    maxWorkers: '100%',
    // The machine may be busy with something else; a test that hangs is still found.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
