import { defineConfig } from '@playwright/test';
import { reportVariable } from './e2e/support/places.ts';
import { findChromium } from './scripts/lib/chromium.ts';

/** Chromium's own sandbox refuses to run as root, as in most containers. */
const asRoot = process.getuid?.() === 0;

/** Specs that hold what is heard against a clock: `npm test` runs them alone, after the others, which share the machine. */
const sound = /\/(hand-over-mixed|listen|playback|player|streaming)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  workers: 3,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: `.tmp/reports/${process.env[reportVariable] ?? 'playwright'}.json` }]],
  use: {
    viewport: { width: 1360, height: 860 },
    // They take half as long again, and slow the keys down to less than a hand's pace. To look into a failure: `npx playwright test --trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? 'chromium',
      args: ['--autoplay-policy=no-user-gesture-required', ...(asRoot ? ['--no-sandbox'] : [])],
    },
  },
  projects: [
    { name: 'screens', testIgnore: sound, use: { browserName: 'chromium' } },
    { name: 'sound', testMatch: sound, workers: 1, use: { browserName: 'chromium' } },
  ],
});
