import { describe, expect, it } from 'vitest';
import { redact, redactText } from './redact.ts';

describe('redactText', () => {
  it.each([
    ['GET https://s3.example/a.wav?X-Amz-Signature=abc&x=1 failed', 'GET https://s3.example/a.wav?… failed'],
    ['http://127.0.0.1:80/?token=abc', 'http://127.0.0.1:80/?…'],
    ['https://user:pass@host/a', 'https://…@host/a'],
    ['Authorization: Bearer abc.def-1', 'Authorization: Bearer [redacted]'],
    ['key voicy_sk_live_0123456789', 'key [redacted]'],
    ['disk-full on task_schedule_one', 'disk-full on task_schedule_one'],
    ['key sk-CANARY-12345678', 'key [redacted]'],
    ['mail to jane.doe@example.com', 'mail to [redacted]'],
    ['call +1 (555) 010-2030 now', 'call [redacted] now'],
    ['call +15550102030', 'call [redacted]'],
    ['took 1700000000000 ms', 'took 1700000000000 ms'],
    ['2026-11-22T09:04:00.123Z', '2026-11-22T09:04:00.123Z'],
    ['src/main/app.ts:12:34', 'src/main/app.ts:12:34'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe('redact', () => {
  it('hides fields by name at any depth and keeps numbers', () => {
    const fields = { callId: 'c1', headers: { Authorization: 'x', Cookie: 'y' }, list: [{ apiKey: 'k', text: 5 }] };
    expect(redact(fields)).toEqual({
      callId: 'c1',
      headers: { Authorization: '[redacted]', Cookie: '[redacted]' },
      list: [{ apiKey: '[redacted]', text: 5 }],
    });
  });

  it('turns errors with causes into plain fields without their extra properties', () => {
    const cause = Object.assign(new Error('reset by https://h/p?sig=1'), { code: 'ECONNRESET', body: 'secret' });
    const result = redact({ err: new Error('failed', { cause }) });
    expect(result).toMatchObject({
      err: { type: 'Error', message: 'failed', cause: { code: 'ECONNRESET', message: 'reset by https://h/p?…' } },
    });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('survives what JSON does not: cycles, bytes, big numbers, long text', () => {
    const cycle: Record<string, unknown> = { bytes: new Uint8Array(9), big: 10n ** 20n, long: 'a'.repeat(5000) };
    cycle.self = cycle;
    const text = JSON.stringify(redact(cycle));
    expect(text).toContain('[9 bytes]');
    expect(text).toContain('[deep]');
    expect(text.length).toBeLessThan(50_000);
  });
});
