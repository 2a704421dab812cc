import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type Corpus,
  type CorpusCall,
  literalCorpus,
  rateKinds,
  startSandbox,
  syntheticCorpus,
} from '../../src/sandbox/index.ts';
import { answerQuestions } from '../lib/questions.ts';

/** A sandbox in a process of its own, so that serving the calls costs the measured process nothing. See `lib/sandbox.ts`. */
const callFields = z.looseObject({ call_id: z.string(), start_timestamp: z.number() });
const corpusSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('synthetic'),
    calls: z.number(),
    startAt: z.number(),
    turnsPerCall: z.tuple([z.number(), z.number()]).optional(),
    withRecordings: z.number().optional(),
  }),
  z.object({
    kind: z.literal('literal'),
    calls: z.array(z.object({ call: callFields, file: z.string(), contentType: z.string() })),
  }),
  z.object({
    kind: z.literal('generated'),
    startAt: z.number(),
    bytes: z.number(),
    sampleRate: z.number(),
    channels: z.union([z.literal(1), z.literal(2)]),
  }),
]);

const optionsSchema = z.object({
  corpus: corpusSchema,
  rateLimit: z
    .object({ requests: z.number(), windowMs: z.number(), kind: z.enum(rateKinds).default('fixed') })
    .optional(),
});

const options = optionsSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const { rateLimit } = options;
const sandbox = await startSandbox({
  corpus: createCorpus(options.corpus),
  logCapacity: 1000,
  ...(rateLimit === undefined ? {} : { rateLimit }),
});
answerQuestions({
  address: () => ({ baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey }),
  counts: () => ({ ...sandbox.counts(), refused: sandbox.counts().byStatus[429] ?? 0, cpuMs: cpuMs() }),
  recordingUrl: (callId) => ({ url: sandbox.recordingUrl(String(callId)) }),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit());

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function createCorpus(wanted: z.output<typeof corpusSchema>): Corpus {
  if (wanted.kind === 'synthetic') {
    const { calls, startAt, turnsPerCall, withRecordings = 0 } = wanted;
    const turns = turnsPerCall === undefined ? {} : { turnsPerCall };
    return remembering(syntheticCorpus({ seed: 1, calls, startAt, withRecordings, ...turns }));
  }
  if (wanted.kind === 'generated') {
    const { startAt, bytes, sampleRate, channels } = wanted;
    const call = { call_id: 'generated', start_timestamp: startAt };
    return literalCorpus([{ call, recording: { generator: { bytes, seed: 1, sampleRate, channels } } }]);
  }
  const files = new Map<string, Uint8Array>();
  const read = (file: string): Uint8Array => {
    const bytes = files.get(file) ?? readFileSync(file);
    files.set(file, bytes);
    return bytes;
  };
  return literalCorpus(
    wanted.calls.map(({ call, file, contentType }) => ({ call, recording: { bytes: read(file), contentType } })),
  );
}

/** Makes each call once, and none a test call, so that as many are listed as were asked for. */
function remembering(corpus: Corpus): Corpus {
  const calls = new Map<string, CorpusCall | undefined>();
  const remember = (id: string): CorpusCall | undefined => {
    if (!calls.has(id)) {
      const call = corpus.get(id);
      calls.set(id, call && { ...call, isTest: false });
    }
    return calls.get(id);
  };
  return {
    size: corpus.size,
    ids: () => corpus.ids(),
    summaries: () => Array.from(corpus.summaries(), (summary) => ({ ...summary, isTest: false })),
    get: remember,
    getBrief: remember,
    openRecording: (id) => corpus.openRecording(id),
  };
}
