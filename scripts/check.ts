import { checkSteps } from './lib/check-steps.ts';
import { runAndSummarise } from './lib/finish.ts';

await runAndSummarise(checkSteps);
