import { readAmiClips } from './corpora/ami-clips.ts';
import type { Degradation } from './corpora/degrade.ts';
import { readDemoCorpus } from './corpora/demo-corpus.ts';
import { makeCall } from './corpora/made-calls.ts';
import { gatherVoices, RATE } from './corpora/speakers.ts';
import { longEnergies } from './lib/long-energies.ts';
import { detectTimed, energiesOfFile, energiesOfPcm, type Pace } from './lib/measure-speech.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { addScores, type SpeechScore, scoreSpeech } from './lib/score-speech.ts';
import { median, percentile, spreadOf } from './lib/stats.ts';
import { show, showRatio, type Table } from './lib/table.ts';

/** Half of the voices were looked at while the detector was made; only the others are measured here. */
const LOOKED_AT = 4;
const CALLS = 24;
const NEAR_LABEL_MS = 500;

const DEGRADATIONS: readonly Degradation[] = [
  { kind: 'none' },
  { kind: 'mu-law' },
  ...(['white', 'pink', 'babble'] as const).flatMap((colour) =>
    [20, 10, 5].map((snrDb) => ({ kind: 'noise' as const, colour, snrDb })),
  ),
  { kind: 'echo', gainDb: -20, delayMs: 20 },
  { kind: 'echo', gainDb: -26, delayMs: 90 },
  { kind: 'echo', gainDb: -32, delayMs: 200 },
  { kind: 'hold music' },
  { kind: 'keys' },
];

export const speechAccuracy: Benchmark = { name: 'speech-accuracy', about: 'speech detection against the truth', run };

async function run({ scope, quick, log }: BenchContext): Promise<Report> {
  const dir = scope.temporaryDir();
  const notes: string[] = [];
  const pace: Pace = { soundMs: 0, analysisMs: 0, detectionMs: 0 };
  log('demo corpus');
  const demo = await scoreDemo(dir, quick, pace, notes);
  const demoPace = { ...pace };
  log('calls made of other voices');
  const { about, voices } = await gatherVoices(dir);
  notes.push(`other voices: ${about}`);
  const fresh = voices.slice(LOOKED_AT);
  const made = DEGRADATIONS.map((degradation) => {
    const name = describeDegradation(degradation);
    const results = Array.from({ length: quick ? 2 : CALLS }, (_, i) => {
      const call = makeCall(fresh, `measured ${i}`, degradation);
      const speech = detectTimed(energiesOfPcm({ sampleRate: RATE, planar: call.planar }), pace);
      const other = speech.channels.flatMap((channel) => channel.other);
      return { score: scoreSpeech(speech, call.turns), call, other };
    });
    const count = (kind: 'music' | 'tones'): number =>
      results.reduce((sum, { other }) => sum + other.filter((sound) => sound.kind === kind).length, 0);
    return {
      name,
      score: addScores(results.map(({ score }) => score)),
      music: count('music'),
      tones: count('tones'),
      musicPlayed: results.reduce((sum, { call }) => sum + call.music.length, 0),
      keysPressed: results.reduce((sum, { call }) => sum + call.keys, 0),
    };
  });
  log('AMI clips');
  const ami = await scoreAmi(dir, pace, notes);
  log('throughput');
  const long = longEnergies(quick ? 5 : 60);
  const alone: Pace = { soundMs: 0, analysisMs: 0, detectionMs: 0 };
  for (let round = 0; round < 3; round += 1) detectTimed(long, alone);
  const figures = {
    demo: Object.fromEntries(demo.map(({ name, score }) => [name, summarize(score)])),
    made: Object.fromEntries(made.map(({ name, score, ...rest }) => [name, { ...summarize(score), ...rest }])),
    ami,
    paceTimesRealTime: alone.soundMs / alone.detectionMs,
    shareOfAnalysis: demoPace.detectionMs / demoPace.analysisMs,
  };
  const tables: Table[] = [
    errorTable('Demo corpus: found minus true, ms (p5 / p50 / p95)', demo),
    errorTable(`Other voices, 8 kHz stereo, ${quick ? 2 : CALLS} calls each`, made),
    {
      title: 'Other sound',
      head: ['', 'there', 'called so', 'called so on all other lines'],
      rows: (['music', 'tones'] as const).map((kind) => {
        const at = kind === 'music' ? 'hold music' : 'keys';
        const there = made.find(({ name }) => name === at);
        const elsewhere = made.reduce((sum, row) => sum + (row.name === at ? 0 : row[kind]), 0);
        const played = kind === 'music' ? there?.musicPlayed : there?.keysPressed;
        return [kind, show(played ?? 0), show(there?.[kind] ?? 0), show(elsewhere)];
      }),
    },
    {
      title: 'Pace, one core',
      head: ['', 'times real time'],
      rows: [
        ['detection alone, 60 min stereo', show(figures.paceTimesRealTime)],
        [
          'detection, of the time that decoding and peaks take (demo)',
          showRatio(demoPace.detectionMs, demoPace.analysisMs),
        ],
      ],
    },
  ];
  if (ami !== null) {
    tables.push({
      title: 'Real speech (AMI): onset of the party who comes in, ms from the label',
      head: ['clips', 'median', 'p95', 'max', 'missed'],
      rows: [[ami.clips, ami.medianMs, ami.p95Ms, ami.maxMs, ami.missed].map(show)],
    });
  }
  return { tables, figures, notes };
}

interface Row {
  readonly name: string;
  readonly score: SpeechScore;
}

async function scoreDemo(dir: string, quick: boolean, pace: Pace, notes: string[]): Promise<Row[]> {
  const groups = new Map<string, SpeechScore[]>();
  const skipped: string[] = [];
  for (const call of readDemoCorpus().slice(0, quick ? 6 : undefined)) {
    // Its file is broken off on purpose.
    if (call.name === 'lost-1') continue;
    const energies = await energiesOfFile(call.file, dir, pace);
    if (energies === null) {
      skipped.push(call.name);
      continue;
    }
    const score = scoreSpeech(detectTimed(energies, pace), call.turns);
    const isLossless = /^(pcm|flac)/.test(call.codec);
    const kind = isLossless ? 'lossless' : call.codec;
    const names = call.channelCount === 2 ? ['stereo, all', `stereo, ${kind}`] : ['mono, all'];
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), score]);
  }
  if (skipped.length > 0) notes.push(`not decoded (AAC without ffmpeg): ${skipped.join(', ')}`);
  return [...groups].sort().map(([name, scores]) => ({ name, score: addScores(scores) }));
}

async function scoreAmi(dir: string, pace: Pace, notes: string[]) {
  const clips = readAmiClips();
  if (clips === null) {
    notes.push('AMI clips: skipped, ../shared/data/ami-clips is not there');
    return null;
  }
  const errors: { name: string; ms: number }[] = [];
  for (const { name, file, callerOnsetMs } of clips) {
    const energies = await energiesOfFile(file, dir, pace);
    if (energies === null) throw new Error(`${file} was not decoded`);
    const offsets =
      detectTimed(energies, pace).channels[0]?.segments.map(({ startMs }) => startMs - callerOnsetMs) ?? [];
    const nearest = offsets.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    if (nearest !== undefined && Math.abs(nearest) <= NEAR_LABEL_MS) errors.push({ name, ms: nearest });
  }
  const sizes = errors.map(({ ms }) => Math.abs(ms));
  const { p50, p95, max } = spreadOf(sizes);
  return {
    clips: clips.length,
    missed: clips.length - errors.length,
    medianMs: p50,
    p95Ms: p95,
    maxMs: max,
    signedMedianMs: median(errors.map(({ ms }) => ms)),
    errors,
  };
}

function errorTable(title: string, rows: readonly Row[]): Table {
  return {
    title,
    head: ['', 'turns', 'onset', 'end', 'gap', '|gap| p50', '|gap| p95', 'gaps', 'missed', 'false'],
    rows: rows.map(({ name, score }) => {
      const { onset, end, gap, gapSize } = summarize(score);
      return [
        name,
        show(score.turns),
        showErrors(onset),
        showErrors(end),
        showErrors(gap),
        show(gapSize?.p50 ?? Number.NaN),
        show(gapSize?.p95 ?? Number.NaN),
        `${score.gaps.length}/${score.gapCount}`,
        show(score.missed),
        show(score.falseSegments),
      ];
    }),
  };
}

interface Errors {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

function summarize(score: SpeechScore) {
  return {
    turns: score.turns,
    missed: score.missed,
    falseSegments: score.falseSegments,
    gapsMeasured: score.gaps.length,
    gapsThere: score.gapCount,
    onset: errorsOf(score.onsets),
    end: errorsOf(score.ends),
    gap: errorsOf(score.gaps),
    gapSize: errorsOf(score.gaps.map(Math.abs)),
  };
}

function errorsOf(values: readonly number[]): Errors | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { p5: percentile(sorted, 0.05), p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

function showErrors(errors: Errors | null): string {
  return errors === null ? '-' : [errors.p5, errors.p50, errors.p95].map((ms) => ms.toFixed(0)).join(' / ');
}

function describeDegradation(degradation: Degradation): string {
  switch (degradation.kind) {
    case 'none':
      return 'clean, noise at -58 dBFS';
    case 'noise':
      return `${degradation.colour} noise, SNR ${degradation.snrDb} dB`;
    case 'echo':
      return `echo ${degradation.gainDb} dB, ${degradation.delayMs} ms`;
    default:
      return degradation.kind;
  }
}
