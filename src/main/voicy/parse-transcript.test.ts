import { describe, expect, it } from 'vitest';
import { parseJson } from './json-text.ts';
import { parseTranscript } from './parse-transcript.ts';

function read(entries: unknown[]) {
  const notes = new Set<string>();
  return { ...parseTranscript(entries, notes), notes: [...notes] };
}

describe('parseTranscript', () => {
  it('maps roles, keeps the order sent and both counts', () => {
    const { turns } = read([
      { role: 'agent', content: 'a', timestamp_ms: 500 },
      { role: 'system', function_invocation: { node_name: 'x' } },
      { role: 'user', content: 'b', timestamp_ms: 100, gender: 'male' },
      { role: 'Assistant', content: 'c' },
      { role: 'narrator', content: 'd' },
      { role: 'system', content: 'call moved' },
    ]);
    expect(turns.map(({ index, entry, role, rawRole }) => [index, entry, role, rawRole])).toEqual([
      [0, 0, 'agent', 'agent'],
      [1, 2, 'caller', 'user'],
      [2, 3, 'agent', 'Assistant'],
      [3, 4, 'other', 'narrator'],
      [4, 5, 'other', 'system'],
    ]);
    expect(turns[1]).toMatchObject({ startMs: 100, gender: 'male', endMs: null, measuredGapMs: null });
  });

  it('reads times and latency only where they are numbers', () => {
    const { turns, notes } = read([
      {
        role: 'agent',
        content: 'a',
        timestamp_ms: -1,
        latency_breakdown: { total_perceived_ms: -20, vad_delay_ms: '5' },
      },
      { role: 'agent', content: 'b', timestamp_ms: '900', latency_breakdown: {} },
      { role: 'caller', content: 'c', timestamp_ms: 1e3, latency_breakdown: { total_perceived_ms: 5 } },
      { role: 'agent', content: 'd', latency_breakdown: [1] },
      { role: 'agent', content: 5 },
    ]);
    expect(turns.map((turn) => turn.startMs)).toEqual([null, null, 1000, null, null]);
    expect(turns[0]).toMatchObject({ reportedGapMs: null, latency: { total_perceived_ms: -20, vad_delay_ms: null } });
    expect(turns.slice(1).map((turn) => turn.latency)).toEqual([null, null, null, null]);
    expect(turns[4]?.content).toBe('');
    expect(notes).toEqual([
      'transcript[].timestamp_ms',
      'latency_breakdown.vad_delay_ms',
      'transcript[].latency_breakdown',
      'transcript[].content',
    ]);
  });

  it('keeps the vendor’s example, whose stages exceed the total', () => {
    const latency_breakdown = {
      vad_delay_ms: 500,
      llm_startup_ms: 1200,
      stt_finalize_ms: 85,
      llm_first_sentence_ms: 95,
      tts_synthesis_ms: 130,
      send_overhead_ms: 20,
      total_perceived_ms: 1530,
    };
    expect(read([{ role: 'agent', latency_breakdown }]).turns[0]).toMatchObject({
      reportedGapMs: 1530,
      latency: latency_breakdown,
    });
  });

  it('joins the two halves of a tool call by their id', () => {
    const { toolCalls, turns } = read([
      {
        role: 'system',
        timestamp_ms: 100,
        invocation_id: 'i1',
        function_invocation: {
          node_name: 'book',
          method: 'POST',
          url: 'https://crm.example/book',
          request_body: { day: 'Mon' },
          headers: { authorization: '[REDACTED]' },
        },
      },
      { role: 'agent', content: 'One moment' },
      {
        role: 'system',
        timestamp_ms: 900,
        invocation_id: 'i1',
        function_result: {
          status_code: 200,
          response_body: '{"ok":true}',
          extracted_vars: { ref: 7 },
          duration_ms: 640,
        },
      },
    ]);
    expect(turns).toHaveLength(1);
    expect(toolCalls).toEqual([
      {
        entry: 0,
        invocationId: 'i1',
        startMs: 100,
        name: 'book',
        method: 'POST',
        url: 'https://crm.example/book',
        requestBody: '{"day":"Mon"}',
        headers: { authorization: '[REDACTED]' },
        statusCode: 200,
        responseBody: '{"ok":true}',
        extractedVars: { ref: '7' },
        durationMs: 640,
        error: null,
        hasResult: true,
      },
    ]);
  });

  it('keeps halves without their other half, repeated ids and results that come first', () => {
    const invocation = (id: unknown, node_name: string) => ({
      role: 'system',
      invocation_id: id,
      function_invocation: { node_name },
    });
    const result = (id: unknown, error: string) => ({ role: 'system', invocation_id: id, function_result: { error } });
    const { toolCalls } = read([
      result('early', 'timeout'),
      invocation('early', 'a'),
      invocation('twice', 'b'),
      invocation('twice', 'c'),
      result('twice', 'non_2xx'),
      result('twice', 'network'),
      result(null, 'invalid_url'),
      result('alone', 'ssrf_blocked'),
      invocation(7, 'open'),
    ]);
    expect(
      toolCalls.map(({ entry, invocationId, name, error, hasResult }) => [entry, invocationId, name, error, hasResult]),
    ).toEqual([
      [0, 'early', 'a', 'timeout', true],
      [2, 'twice', 'b', 'non_2xx', true],
      [3, 'twice', 'c', 'network', true],
      [6, null, 'function', 'invalid_url', true],
      [7, 'alone', 'function', 'ssrf_blocked', true],
      [8, '7', 'open', null, false],
    ]);
  });

  it('keeps the digits of big numbers in bodies', () => {
    const entry = parseJson('{"role":"system","function_result":{"response_body":{"id":9007199254740993}}}');
    expect(read([entry]).toolCalls[0]?.responseBody).toBe('{"id":9007199254740993}');
  });

  it('drops only entries that say nothing', () => {
    const { turns, notes } = read([null, 5, [], 'plain words', { role: 'agent', content: 'kept' }]);
    expect(turns.map((turn) => [turn.entry, turn.content])).toEqual([
      [3, 'plain words'],
      [4, 'kept'],
    ]);
    expect(notes).toEqual(['transcript[]']);
  });
});
