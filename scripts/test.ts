import { keepDemoVariable, reportVariable, useDemoVariable } from '../e2e/support/places.ts';
import { checkSteps } from './lib/check-steps.ts';
import { ensureChromium } from './lib/chromium.ts';
import { runAndSummarise } from './lib/finish.ts';
import { runTool } from './lib/run-tool.ts';

await runAndSummarise([
  ...checkSteps,
  { name: 'end to end in Chromium: screens', run: () => runEndToEnd('screens', { [keepDemoVariable]: '1' }) },
  { name: 'end to end in Chromium: sound', run: () => runEndToEnd('sound', { [useDemoVariable]: '1' }) },
]);

async function runEndToEnd(project: string, env: NodeJS.ProcessEnv): Promise<number> {
  if ((await ensureChromium()) === null) {
    console.error('Chromium is needed for the end-to-end tests: install it, or name one in EARMARK_CHROMIUM.');
    return 1;
  }
  return runTool('playwright', ['test', `--project=${project}`], { ...env, [reportVariable]: `playwright-${project}` });
}
