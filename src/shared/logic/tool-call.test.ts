import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../model/turn.ts';
import { splitRedacted, toolLine, toolOutcome, toolParts } from './tool-call.ts';

const call: ToolCall = {
  entry: 0,
  invocationId: null,
  startMs: 1000,
  name: 'find_patient',
  method: 'POST',
  url: 'https://api.example/p',
  requestBody: '{"a":1}',
  headers: { Authorization: '[REDACTED]' },
  statusCode: 200,
  responseBody: 'not \u202ejson',
  extractedVars: { id: 'P-1' },
  durationMs: 436,
  error: null,
  hasResult: true,
};

describe('toolOutcome', () => {
  it.each([
    ['timeout', 'timeout', 'timed out'],
    ['non_2xx', 'non-2xx', 'refused by the service'],
    ['bad_response_json', 'bad-json', 'answer was not JSON'],
    ['network', 'network', 'network failure'],
    ['quota_of_moons', 'other', 'quota_of_moons'],
    ['toString', 'other', 'toString'],
  ])('classes %s as %s', (error, errorClass, word) => {
    expect(toolOutcome({ ...call, error })).toEqual({ kind: 'failed', errorClass, word });
  });

  it('goes by the status where the vendor names no error', () => {
    expect(toolOutcome({ ...call, statusCode: 503 })).toMatchObject({ kind: 'failed', errorClass: 'non-2xx' });
    expect(toolOutcome({ ...call, statusCode: null })).toMatchObject({ kind: 'ok' });
    expect(toolOutcome({ ...call, hasResult: false })).toMatchObject({ kind: 'no-result', errorClass: null });
  });
});

describe('toolParts', () => {
  it('indents JSON, keeps other text, and obeys nothing that reorders it', () => {
    const parts = new Map(toolParts(call).map((part) => [part.field, part]));
    expect(parts.get('address')?.text).toBe('POST https://api.example/p');
    expect(parts.get('headers')?.text).toBe('Authorization: [REDACTED]');
    expect(parts.get('request')).toMatchObject({ text: '{\n  "a": 1\n}', json: true });
    expect(parts.get('response')).toMatchObject({ text: 'not [U+202E]json', json: false });
  });

  it('has no parts for what was not sent', () => {
    const bare = { method: null, url: null, headers: null, requestBody: null, responseBody: null, extractedVars: null };
    expect(toolParts({ ...call, ...bare })).toEqual([]);
  });
});

it('says a tool call in a line', () => {
  expect(toolLine(call)).toBe('find_patient 200 done, 436\u202fms');
  expect(toolLine({ ...call, error: 'timeout', statusCode: null, durationMs: null })).toBe('find_patient timed out');
});

it('splits a text at the vendor’s marks and loses nothing', () => {
  expect(splitRedacted('a [REDACTED]b')).toEqual([
    { text: 'a ', start: 0, redacted: false },
    { text: '[REDACTED]', start: 2, redacted: true },
    { text: 'b', start: 12, redacted: false },
  ]);
  const piece = fc.oneof(fc.string(), fc.constant('[REDACTED]'), fc.constant('[redacted'));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const runs = splitRedacted(text);
      expect(runs.map((run) => run.text).join('')).toBe(text);
      for (const run of runs) expect(text.startsWith(run.text, run.start)).toBe(true);
    }),
  );
});
