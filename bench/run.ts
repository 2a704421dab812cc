import { ensureBuild } from '../scripts/lib/ensure-build.ts';
import { agreement } from './agreement.ts';
import { alignmentBench } from './alignment.ts';
import { analysis } from './analysis.ts';
import { annotate } from './annotate.ts';
import { bigRecording } from './big-recording.ts';
import { eventLoop } from './event-loop.ts';
import { highlight } from './highlight.ts';
import { insights } from './insights.ts';
import { intervals } from './intervals.ts';
import {
  type Benchmark,
  describeCommit,
  describeMachine,
  type MachineLoad,
  measureLoad,
  writeResult,
} from './lib/results.ts';
import { createScope, type Scope } from './lib/scope.ts';
import { formatTable } from './lib/table.ts';
import { likenessBench } from './likeness.ts';
import { listScroll } from './list-scroll.ts';
import { measure } from './measure.ts';
import { openCall } from './open-call.ts';
import { queue } from './queue.ts';
import { rateLimit } from './rate-limit.ts';
import { reanchor } from './reanchor.ts';
import { speechAccuracy } from './speech-accuracy.ts';
import { sync } from './sync.ts';
import { timingAccuracy } from './timing-accuracy.ts';
import { turns } from './turns.ts';
import { waveZoom } from './wave-zoom.ts';

const benchmarks: readonly Benchmark[] = [
  sync,
  rateLimit,
  eventLoop,
  bigRecording,
  analysis,
  openCall,
  listScroll,
  queue,
  waveZoom,
  highlight,
  speechAccuracy,
  timingAccuracy,
  reanchor,
  likenessBench,
  alignmentBench,
  agreement,
  intervals,
  measure,
  annotate,
  insights,
  turns,
];

/** These run the sources, not the built app. */
const withoutBuild: readonly Benchmark[] = [speechAccuracy, reanchor, intervals, likenessBench, alignmentBench];

const usage = `Usage: npm run bench [NAME...] [-- --quick]

${benchmarks.map(({ name, about }) => `  ${name.padEnd(15)} ${about}`).join('\n')}

Without a name all run. --quick takes small sizes, to see whether a benchmark works; its figures say nothing.
`;

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const names = args.filter((arg) => arg !== '--quick');
const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));

if (names.includes('--help')) {
  process.stdout.write(usage);
} else if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}".\n\n${usage}`);
  process.exitCode = 2;
} else {
  const scope = createScope();
  endOnSignals(scope);
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
  if (chosen.some((benchmark) => !withoutBuild.includes(benchmark))) await ensureBuild();
  for (const benchmark of chosen) {
    const done = await runOne(benchmark, scope.child());
    if (!done) process.exitCode = 1;
  }
  await scope.close();
}

async function runOne(benchmark: Benchmark, scope: Scope): Promise<boolean> {
  const log = (line: string): void => console.error(`${benchmark.name}: ${line}`);
  const date = new Date().toISOString();
  try {
    const before = await measureLoad();
    const report = await benchmark.run({ scope, quick, log });
    await scope.close();
    const after = await measureLoad();
    const file = writeResult(quick ? `${benchmark.name}-quick` : benchmark.name, {
      benchmark: benchmark.name,
      quick,
      date,
      commit: describeCommit(),
      machine: describeMachine(),
      load: { before, after },
      figures: report.figures,
      notes: report.notes,
    });
    console.log(`\n${report.tables.map(formatTable).join('\n\n')}\n`);
    for (const note of report.notes) console.log(`- ${note}`);
    if (quick) console.log('- QUICK: no figures to quote');
    console.log(`- machine before: ${showLoad(before)}; after: ${showLoad(after)}`);
    console.log(`- ${file}\n`);
    return true;
  } catch (error) {
    log(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return false;
  } finally {
    await scope.close();
  }
}

function showLoad({ load, busyPercent }: MachineLoad): string {
  return `CPUs ${busyPercent} % busy, load ${load}`;
}

/** Ctrl+C ends children, browsers and temporary folders before this process. */
function endOnSignals(scope: Scope): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.error('\nstopping');
      void scope.close().finally(() => process.exit(130));
    });
  }
}
