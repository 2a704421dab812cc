import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Corpus, CorpusCall, RecordingSource } from './corpus.ts';
import { summarise } from './corpus.ts';
import { type DemoFile, demoFileSchema } from './demo-file.ts';

type DemoCall = DemoFile['calls'][number];

/** The calls and recordings of a folder with a `demo.json`. Throws with the file's name when something is wrong with it. */
export function demoCorpus(dir: string): Corpus {
  const path = join(dir, 'demo.json');
  const parsed = demoFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${path}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const entries = new Map<string, { demo: DemoCall; call: CorpusCall }>();
  for (const demo of parsed.data.calls) {
    if (entries.has(demo.call.call_id)) throw new Error(`${path}: call ${demo.call.call_id} appears twice`);
    entries.set(demo.call.call_id, { demo, call: toCorpusCall(demo) });
  }
  const sorted = [...entries.values()].sort((a, b) => b.demo.startedAgoMs - a.demo.startedAgoMs);
  return {
    size: entries.size,
    ids: () => entries.keys(),
    summaries: () => sorted.map((entry) => summarise(entry.call)),
    get: (id) => entries.get(id)?.call,
    getBrief: (id) => entries.get(id)?.call,
    openRecording(id) {
      const recording = entries.get(id)?.demo.recording;
      return recording ? fileSource(dir, recording) : undefined;
    },
  };
}

function toCorpusCall(demo: DemoCall): CorpusCall {
  const { recording } = demo;
  return {
    // Only optional numbers of `latency_breakdown` differ between the schema's record and the interface.
    fields: demo.call as CorpusCall['fields'],
    start: { agoMs: demo.startedAgoMs },
    isTest: false,
    life: {
      endsAfterMs: demo.endsAfterMs,
      lateFieldsAfterMs: demo.lateFieldsAfterMs,
      recordingState: demo.recordingState,
      recordingLateMs: demo.recordingLateMs,
    },
    hasRecording: recording !== null,
    recordingExtension: recording?.file.split('.').at(-1) ?? 'bin',
  };
}

function fileSource(dir: string, recording: NonNullable<DemoCall['recording']>): RecordingSource {
  const path = join(dir, recording.file);
  if (!path.startsWith(join(dir, sep))) throw new Error(`${recording.file} lies outside the demo folder`);
  const { size } = statSync(path);
  return {
    size,
    contentType: recording.contentType,
    etag: recording.sha256.slice(0, 32),
    read: (start, endExclusive) =>
      endExclusive > start ? createReadStream(path, { start, end: endExclusive - 1 }) : [],
  };
}
