import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callDetailSchema } from '#shared/model/detail.ts';
import { parseJson } from './json-text.ts';
import { callFields } from './parse-call.ts';
import { readFetchedCall, readListPage } from './read-answers.ts';

const url = 'https://x.supabase.co/storage/v1/object/sign/rec/a.wav?token=a.b.c';
const v1 = {
  call_id: 'c1',
  agent: { id: 'ag', name: 'Front desk', version: 7 },
  call_status: 'user_hangup',
  start_timestamp: 1_751_371_200_000,
  duration_ms: 61_000,
  recording_url: url,
  summary: 'Asked for a time.',
};

describe('readListPage', () => {
  const page = (text: string, limit = 10) =>
    readListPage({ text, value: parseJson(text) }, limit, 'functions', new Set());

  it('keeps each row’s own text and pages by the last id', () => {
    const text = '{"total_count":9,"calls":[ {"call_id":"a","big":9007199254740993} ,{"call_id":"b","x":1.0}]}';
    expect(page(text, 2)).toMatchObject({ received: 2, isLast: false, lastId: 'b', totalCount: 9 });
    expect(page(text, 3).isLast).toBe(true);
    expect(page(text).items.map((item) => item.rawJson)).toEqual([
      '{"call_id":"a","big":9007199254740993}',
      '{"call_id":"b","x":1.0}',
    ]);
    expect(page('[]')).toMatchObject({ received: 0, isLast: true, lastId: null, totalCount: null });
  });

  it('pages on past unreadable rows', () => {
    expect(page('[{"call_id":"a"},{"call_id":9007199254740993}]').lastId).toBe('9007199254740993');
    expect(page('[{"call_id":"a"},null]').lastId).toBe('a');
  });

  it('never throws and never loses a sibling, whatever stands between two calls', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (rows) => {
        const text = JSON.stringify([{ call_id: 'first' }, ...rows, { call_id: 'last' }]);
        const read = page(text);
        expect(read.received).toBe(rows.length + 2);
        expect(read.items[0]).toMatchObject({ kind: 'call', summary: { id: 'first' } });
        expect(read.items.at(-1)).toMatchObject({ kind: 'call', summary: { id: 'last' } });
        for (const item of read.items) JSON.parse(item.rawJson);
      }),
    );
  });
});

describe('readFetchedCall', () => {
  const fetched = (text: string, id = 'c1') =>
    readFetchedCall({ text, value: parseJson(text), serverMs: 1_751_371_200_000 }, id, 'v1', new Set());

  it('hands over the signed URL once and keeps it out of the raw JSON', () => {
    const read = fetched(` ${JSON.stringify({ ...v1, note: `see ${url}` })} `);
    expect(read).toMatchObject({
      kind: 'call',
      recording: { url, obtainedAtMs: 1_751_371_200_000, expiresAtMs: 1_751_371_200_000 + 55 * 60_000 },
    });
    expect(JSON.stringify({ ...read, recording: null })).not.toContain('token=');
    expect(JSON.parse(read.rawJson)).toEqual({ ...v1, recording_url: null, note: 'see [removed]' });
  });

  it('unwraps a call, and refuses another one than was asked for', () => {
    expect(fetched(`{"status":"ok","call":${JSON.stringify(v1)}}`)).toMatchObject({ kind: 'call', call: { id: 'c1' } });
    expect(fetched(JSON.stringify(v1), 'C1')).toMatchObject({ kind: 'call', call: { id: 'C1' } });
    expect(fetched(JSON.stringify(v1), 'c9')).toMatchObject({ kind: 'unreadable', reason: /another call/ });
    expect(fetched('{}')).toMatchObject({ kind: 'unreadable' });
  });

  it('turns any JSON under the fields’ names into a call that fits the contract', () => {
    const shape = callDetailSchema.pick({
      summary: true,
      detectedGender: true,
      accountName: true,
      cost: true,
      disconnectionReason: true,
      varsProvided: true,
      varsExtracted: true,
      varsCollected: true,
      transcriptKind: true,
      transcriptText: true,
      turns: true,
      toolCalls: true,
    });
    const names = [...Object.keys(callFields), 'call'];
    const entryNames = [
      'role',
      'content',
      'timestamp_ms',
      'gender',
      'latency_breakdown',
      'invocation_id',
      'function_invocation',
      'function_result',
    ];
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('agent', 'system', 'inbound', 'ended', url, 1e308, -5));
    const nested = fc.dictionary(
      fc.constantFrom(
        'node_name',
        'headers',
        'status_code',
        'duration_ms',
        'response_body',
        'total_perceived_ms',
        'vad_delay_ms',
      ),
      anything,
    );
    const entry = fc.dictionary(fc.constantFrom(...entryNames), fc.oneof(anything, nested));
    const transcript = fc.array(fc.oneof(entry, fc.jsonValue()), { maxLength: 6 });
    const call = fc
      .tuple(fc.dictionary(fc.constantFrom(...names), anything), fc.option(transcript))
      .map(([fields, entries]) => ({ ...fields, ...(entries ? { transcript: entries } : {}), call_id: 'c1' }));
    fc.assert(
      fc.property(call, (value) => {
        const read = fetched(JSON.stringify(value));
        if (read.kind !== 'call') throw new Error(read.reason);
        shape.parse(read.call);
        JSON.parse(read.rawJson);
      }),
      { numRuns: 200 },
    );
  });
});
