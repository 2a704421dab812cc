import { checkSteps } from './lib/check-steps.ts';
import { ensureChromium } from './lib/chromium.ts';
import { runAndSummarise } from './lib/finish.ts';
import { runTool } from './lib/run-tool.ts';

await runAndSummarise([...checkSteps, { name: 'end to end in Chromium', run: runEndToEnd }]);

async function runEndToEnd(): Promise<number> {
  if ((await ensureChromium()) === null) {
    console.error('Chromium is needed for the end-to-end tests: install it, or name one in EARMARK_CHROMIUM.');
    return 1;
  }
  return runTool('playwright', ['test', '--pass-with-no-tests']);
}
