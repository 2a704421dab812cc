import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Generation } from '#shared/model/connection.ts';
import { parseJson } from './json-text.ts';
import { parseCall, parseSummary } from './parse-call.ts';
import type { ParsedCall } from './types.ts';

const url = 'https://x.supabase.co/storage/v1/object/sign/rec/a.wav?token=a.b.c';
const v1 = {
  call_id: 'c1',
  call_type: 'phone_call',
  call_status: 'user_hangup',
  agent: { id: 'ag', name: 'Front desk', version: 7 },
  account: { id: 'ac', name: 'Clinic' },
  from_number: '+15550001',
  to_number: '+15550002',
  direction: 'incoming',
  start_timestamp: 1_751_371_200_000,
  duration_ms: 61_000,
  transcript: [
    { role: 'agent', content: 'שלום', timestamp_ms: 0 },
    { role: 'caller', content: 'Hi', timestamp_ms: 2000, gender: 'female' },
    {
      role: 'agent',
      content: 'Yes',
      timestamp_ms: 4000,
      latency_breakdown: { total_perceived_ms: 1530, vad_delay_ms: 500 },
    },
    { role: 'agent', content: 'And', timestamp_ms: 9000, latency_breakdown: { total_perceived_ms: 900 } },
  ],
  detected_gender: 'female',
  recording_url: url,
  summary: 'Asked for a time.',
  call_cost: { combined_cost: 0.12, currency: 'usd' },
  vars_provided: { place: 'x' },
  vars_extracted: { day: 'Monday', count: 3, flag: true, none: null, list: [1] },
};
const legacy = {
  call_id: 'c2',
  agent_id: 'ag',
  call_status: 'ended',
  disconnection_reason: 'user_hangup',
  direction: 'outbound',
  from_number: '+15550001',
  to_number: '+15550002',
  start_timestamp: 1_751_371_200_000,
  duration_ms: 1000,
  transcript: 'Agent: Hello\nUser: Hi',
  transcript_object: [
    { role: 'agent', content: 'Hello' },
    { role: 'user', content: 'Hi' },
  ],
  metadata: { order: '12' },
  recording_url: null,
};

function parsed(value: unknown, generation: Generation = 'v1'): ParsedCall & { notes: string[] } {
  const read = parseCall(value, generation);
  if (!read.ok) throw new Error(read.reason);
  return { ...read.call, notes: [...read.notes] };
}

describe('parseCall', () => {
  it('reads a v1 call', () => {
    expect(parsed(v1)).toMatchObject({
      id: 'c1',
      startMs: 1_751_371_200_000,
      durationMs: 61_000,
      agentId: 'ag',
      agentName: 'Front desk',
      agentVersion: '7',
      status: 'user_hangup',
      statusGroup: 'completed',
      direction: 'incoming',
      callerNumber: '+15550001',
      accountName: 'Clinic',
      cost: { amount: 0.12, currency: 'usd' },
      varsExtracted: { day: 'Monday', count: '3', flag: 'true', none: '', list: '[1]' },
      varsCollected: null,
      transcriptKind: 'turns',
      medianLatencyMs: 1215,
      worstLatencyMs: 1530,
      missing: [],
      notes: [],
    });
  });

  it('reads a functions call: no cost, collected variables, an agent without id', () => {
    const { account: _account, call_cost: _cost, ...rest } = v1;
    const call = {
      ...rest,
      agent: { name: 'Front desk', version: '7b' },
      vars_collected: { a: 'b' },
      vars_extracted: null,
    };
    expect(parsed(call, 'functions')).toMatchObject({
      agentId: null,
      agentVersion: '7b',
      cost: null,
      varsCollected: { a: 'b' },
      missing: ['extracted'],
    });
  });

  it('reads a legacy call: its words for directions, one text, turns without times', () => {
    expect(parsed(legacy, 'legacy')).toMatchObject({
      agentId: 'ag',
      agentName: null,
      direction: 'outgoing',
      callerNumber: '+15550002',
      statusGroup: 'completed',
      disconnectionReason: 'user_hangup',
      varsCollected: { order: '12' },
      transcriptKind: 'turns',
      transcriptText: 'Agent: Hello\nUser: Hi',
      turns: [
        { index: 0, role: 'agent', content: 'Hello', startMs: null },
        { index: 1, role: 'caller', rawRole: 'user', content: 'Hi', startMs: null },
      ],
      medianLatencyMs: null,
      missing: ['recording'],
    });
    const { transcript_object: _object, ...textOnly } = legacy;
    expect(parsed({ ...textOnly, call_cost: null }, 'legacy')).toMatchObject({
      transcriptKind: 'text',
      turns: [],
      missing: ['cost', 'recording'],
    });
  });

  it('says what is still missing, and only for calls that were one', () => {
    const late = { ...v1, summary: '', call_cost: null, vars_extracted: undefined, recording_url: null };
    expect(parsed(late).missing).toEqual(['summary', 'cost', 'extracted', 'recording']);
    expect(parsed(late, 'functions').missing).toEqual(['summary', 'extracted', 'recording']);
    expect(parsed({ ...late, call_status: 'ongoing', duration_ms: null }).missing).toEqual([]);
    expect(parsed({ ...late, call_status: 'no_answer', duration_ms: null }).missing).toEqual([]);
    expect(parsed({ ...late, call_status: 'error', duration_ms: 5000 }).missing).toHaveLength(4);
    expect(parsed({ ...late, call_status: 'transferred', duration_ms: 5000 }).missing).toHaveLength(4);
    expect(parsed({ ...late, vars_extracted: {}, call_cost: 0 }).missing).toEqual(['summary', 'recording']);
  });

  it('keeps what it does not know as it is', () => {
    expect(parsed({ ...v1, call_status: 'transferred', direction: 'sideways', call_type: 'sip' })).toMatchObject({
      status: 'transferred',
      statusGroup: 'unknown',
      direction: null,
      callerNumber: null,
      callType: 'sip',
      notes: [],
    });
    expect(parsed({ call_id: 'x' })).toMatchObject({
      status: 'unknown',
      startMs: null,
      transcriptKind: 'none',
      missing: [],
    });
  });

  it('loses only the field that has a wrong type', () => {
    for (const [name, wrong] of [
      ['start_timestamp', '2026-07-01'],
      ['start_timestamp', -1],
      ['start_timestamp', 1e17],
      ['duration_ms', {}],
      ['agent', 'bob'],
      ['transcript', 7],
      ['recording_url', 'not a url'],
      ['recording_url', {}],
      ['summary', ['x']],
      ['call_cost', 'free'],
      ['vars_extracted', 'x'],
      ['from_number', 15550001],
    ] as const) {
      expect(parsed({ ...v1, [name]: wrong }), name).toMatchObject({ id: 'c1', status: 'user_hangup', notes: [name] });
    }
  });

  it('reads instants that leave no doubt, and says of others that they are unknown (F30)', () => {
    const startOf = (value: unknown) => parsed({ ...v1, start_timestamp: value });
    for (const [value, ms] of [
      [1_751_371_200_000, 1_751_371_200_000],
      ['1751371200000', 1_751_371_200_000],
      ['2025-07-01T12:00:00Z', 1_751_371_200_000],
      ['2025-07-01T12:00:00.250Z', 1_751_371_200_250],
      ['2025-07-01 15:00:00+03:00', 1_751_371_200_000],
      ['2025-07-01T05:00:00-0700', 1_751_371_200_000],
      ['2025-07-01t12:00z', 1_751_371_200_000],
      // Both sides of the hour that comes twice when summer time ends: the zone tells them apart.
      ['2025-10-26T02:30:00+02:00', 1_761_438_600_000],
      ['2025-10-26T02:30:00+01:00', 1_761_442_200_000],
    ] as const) {
      expect(startOf(value), String(value)).toMatchObject({ startMs: ms, notes: [] });
    }
    for (const value of [
      '2025-07-01T12:00:00',
      '2025-07-01',
      '2025-02-30T12:00:00Z',
      '2025-13-01T12:00:00Z',
      '2025-07-01T25:00:00Z',
      '01/07/2025 12:00 UTC',
      'Tue, 01 Jul 2025 12:00:00 GMT',
      '1751371200',
      'yesterday',
      { seconds: 1_751_371_200 },
      -5,
      8.65e15,
    ]) {
      expect(startOf(value), String(value)).toMatchObject({ startMs: null, notes: ['start_timestamp'] });
    }
  });

  it('never makes an instant of text without a zone, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String)), (value) => {
        const { startMs } = parsed({ call_id: 'x', start_timestamp: value });
        expect(startMs === null || /Z$|[+-]\d\d:?\d\d$|^\d{12,14}$/i.test(value)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(8.64e15), noInvalidDate: true }), (date) => {
        fc.pre(date.getUTCFullYear() < 10_000);
        expect(parsed({ call_id: 'x', start_timestamp: date.toISOString() }).startMs).toBe(date.getTime());
      }),
    );
  });

  it('refuses ids that cannot be ids, and shows what stood there', () => {
    const idOf = (text: string) => parseSummary(parseJson(`{"call_id":${text}}`));
    expect(idOf('9007199254740993')).toMatchObject({ ok: false, id: '9007199254740993' });
    expect(idOf('12')).toMatchObject({ ok: false, id: '12' });
    for (const text of ['null', '""', '{}', '[]', 'true', '"."', '".."', '"a\\nb"', `"${'x'.repeat(201)}"`]) {
      expect(idOf(text), text).toMatchObject({ ok: false, id: null });
    }
    expect(idOf('"ok"')).toMatchObject({ ok: true, summary: { id: 'ok' } });
    expect(parseSummary([])).toMatchObject({ ok: false });
  });

  it('keeps __proto__ harmless', () => {
    const call = parsed(
      parseJson('{"call_id":"x","vars_extracted":{"__proto__":"p","toString":"t"},"__proto__":{"a":1}}'),
    );
    expect(call.varsExtracted).toEqual({ toString: 't' });
    expect(Object.getPrototypeOf(call.varsExtracted)).toBe(Object.prototype);
  });
});
