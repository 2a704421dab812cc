import { describe, expect, it } from 'vitest';
import { playableTypeOf } from './arriving-media.ts';
import { createRateMeter } from './rate-meter.ts';
import { isNear } from './read-arriving.ts';
import { judgeRange } from './remote-range.ts';

describe('whether a byte ahead is waited for', () => {
  it.each([
    [0, 0, true],
    [1, 0, false],
    [20_000, 10_000, true],
    [20_001, 10_000, false],
    [1024 * 1024, null, true],
    [1024 * 1024 + 1, null, false],
  ])('%i bytes at %s bytes/s: %s', (gap, pace, near) => {
    expect(isNear(gap, pace)).toBe(near);
  });
});

describe('the pace of a download', () => {
  it('is what came in the last seconds', () => {
    const meter = createRateMeter();
    expect(meter.bytesPerSecond(0)).toBeNull();
    for (let ms = 0; ms < 10_000; ms += 10) meter.add(ms, 1000);
    expect(meter.bytesPerSecond(10_000)).toBeGreaterThan(90_000);
    expect(meter.bytesPerSecond(10_000)).toBeLessThan(110_000);
    expect(meter.bytesPerSecond(14_000)).toBe(0);
  });
});

describe('what an answer to a range is worth', () => {
  const version = { totalBytes: 1000, validator: '"a"' };
  const good = { 'content-range': 'bytes 100-999/1000', etag: '"a"' };
  const judge = (status: number, headers: Record<string, string>, known = version) =>
    judgeRange({ status, header: (name) => headers[name] ?? null }, 100, known);

  it.each<[string, number, Record<string, string>, string]>([
    ['the range of this version', 206, good, 'good'],
    ['a shorter one from the right byte', 206, { ...good, 'content-range': 'bytes 100-199/1000' }, 'good'],
    ['no tag at all', 206, { 'content-range': 'bytes 100-999/1000' }, 'good'],
    ['another tag', 206, { ...good, etag: '"b"' }, 'unusable'],
    ['another beginning', 206, { ...good, 'content-range': 'bytes 99-999/1000' }, 'unusable'],
    ['another size', 206, { ...good, 'content-range': 'bytes 100-1000/1001' }, 'unusable'],
    ['no size', 206, { ...good, 'content-range': 'bytes 100-999/*' }, 'unusable'],
    ['compressed', 206, { ...good, 'content-encoding': 'gzip' }, 'unusable'],
    ['everything', 200, { etag: '"a"' }, 'unusable'],
    ['nothing there', 416, {}, 'unusable'],
    ['an expired link', 403, {}, 'refused'],
    ['an expired link as some say it', 410, {}, 'refused'],
    ['too many', 429, {}, 'busy'],
    ['a bad day', 500, {}, 'busy'],
  ])('%s', (_name, status, headers, verdict) => {
    expect(judge(status, headers)).toBe(verdict);
  });

  it('compares the date when that is the validator', () => {
    const date = 'Wed, 25 Nov 2026 10:00:00 GMT';
    const known = { totalBytes: 1000, validator: date };
    expect(judge(206, { ...good, 'last-modified': date }, known)).toBe('good');
    expect(judge(206, { ...good, 'last-modified': 'Wed, 25 Nov 2026 10:00:01 GMT' }, known)).toBe('unusable');
  });
});

describe('what can be played while it arrives', () => {
  it('is what the browser plays', () => {
    expect(playableTypeOf({ kind: 'audio', container: 'mp3', codec: 'mp3' })).toBe('audio/mpeg');
    expect(playableTypeOf({ kind: 'audio', container: 'wav', codec: 'pcm-mulaw' })).toBe('audio/wav');
    expect(playableTypeOf({ kind: 'audio', container: 'wav', codec: 'pcm-f64' })).toBeNull();
    expect(playableTypeOf({ kind: 'unsupported', container: 'amr', codec: 'amr-nb' })).toBeNull();
    expect(playableTypeOf({ kind: 'not-audio', found: 'html' })).toBeNull();
    expect(playableTypeOf(null)).toBeNull();
  });
});
