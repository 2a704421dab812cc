import { parseArgs } from 'node:util';
import { formatTable } from '../bench/lib/table.ts';
import { createRandom, mixSeeds } from '../src/sandbox/random.ts';
import { runSoak, type SoakReport } from './lib/soak-run.ts';

const usage = `Usage: npm run soak [-- --minutes N] [--seed S] [--kill-every SECONDS] [--faults SHARE]
Syncs a growing workspace again and again while the vendor fails at random and the process is killed, then checks that
nothing was lost. Default: 20 minutes, seed 1, a kill every 60 s, faults in 0.05 of the requests.
The table goes to stderr, the report as one line of JSON to stdout; exit 1 when an invariant was broken.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'kill-every': { type: 'string', default: '60' },
    faults: { type: 'string', default: '0.05' },
    help: { type: 'boolean', short: 'h' },
  },
});
const numbers = {
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  killEverySeconds: Number(values['kill-every']),
  faultShare: Number(values.faults),
};

if (values.help) process.stdout.write(usage);
else if (Object.values(numbers).some((number) => !(number >= 0))) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const report = await runSoak({
    ...numbers,
    random: createRandom(mixSeeds(numbers.seed, 11)),
    now: Date.now,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stderr.write(`\n${describe(report)}\n`);
  process.stdout.write(`${JSON.stringify({ ...numbers, ...report })}\n`);
  process.exitCode = report.problems.length > 0 ? 1 : 0;
}

function describe({ minutes, problems, codes }: SoakReport): string {
  const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const table = formatTable({
    title: `Soak, seed ${numbers.seed}`,
    head: ['minute', 'syncs', 'whole', 'killed', 'requests', 'calls', 'recordings', 'peak RSS MB', 'log MB', 'db MB'],
    rows: minutes.map((row) => [
      String(row.minute),
      String(row.syncs),
      String(row.whole),
      String(row.killed),
      String(row.requests),
      String(row.calls),
      String(row.recordings),
      mb(row.rssBytes),
      mb(row.walBytes),
      mb(row.databaseBytes),
    ]),
  });
  const reasons = Object.entries(codes).map(([code, times]) => `${code} ${times}`);
  const verdict = problems.length === 0 ? 'Nothing was lost.' : ['Broken:', ...problems].join('\n  ');
  return `${table}\nWhat syncs that were not whole said: ${reasons.join(', ') || 'nothing'}\n${verdict}`;
}
