import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Threads of tests are TypeScript, whose types Node takes away in each of them anew unless it may keep the result: a third of the
// time it takes to start one. It is also WebAssembly, which see below.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.tmp', 'compile-cache');

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
    // V8 can free the code of a wrapper between WebAssembly and JavaScript that another thread still counts, which ends the process
    // (SIGSEGV in Runtime_TierUpWasmToJSWrapper; nodejs/node#64500). Wrappers that never reach their budget are never replaced.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    // Most files wait for disks and clocks half of the time; vitest would leave one of two cores idle. More workers than cores
    // are hardly faster, and the tests that hurry a clock then see it jump.
    maxWorkers: '100%',
    // The machine may be busy with something else; a test that hangs is still found.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
