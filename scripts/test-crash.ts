import { join } from 'node:path';
import { runAndSummarise } from './lib/finish.ts';
import { reportsDir } from './lib/root.ts';
import { runTool } from './lib/run-tool.ts';

// The whole crash suite, of which `npm run check` runs a sample. Arguments go to vitest, for example `-t "moment 17"`.
const args = ['run', '--project', 'crash', '--reporter=dot', '--reporter=json'];
const report = `--outputFile.json=${join(reportsDir, 'vitest.json')}`;

await runAndSummarise([
  {
    name: 'crash suite',
    run: () => runTool('vitest', [...args, report, ...process.argv.slice(2)], { EARMARK_CRASH: 'whole' }),
  },
]);
