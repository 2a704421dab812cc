import { describe, expect, it } from 'vitest';
import { decideRange, resumeHeaders } from './range-answer.ts';

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  header: (name: string) => headers[name] ?? null,
});
const strong = { validator: '"a"', lastModified: null, totalBytes: 100 };
const dated = { validator: null, lastModified: 'Tue, 01 Jan 2030 00:00:00 GMT', totalBytes: 100 };

describe('asking for the rest', () => {
  it('leaves it to the storage where there is a strong tag, and else needs date and size', () => {
    expect(resumeHeaders(10, strong)).toEqual({ range: 'bytes=10-', 'if-range': '"a"' });
    expect(resumeHeaders(10, dated)).toEqual({ range: 'bytes=10-' });
    expect(resumeHeaders(10, { ...dated, totalBytes: null })).toBeUndefined();
    expect(resumeHeaders(10, { validator: null, totalBytes: 100 })).toBeUndefined();
    expect(resumeHeaders(0, strong)).toBeUndefined();
    expect(resumeHeaders(10, null)).toBeUndefined();
  });
});

describe('the answer', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the same tag', { 'content-range': 'bytes 10-99/100', etag: '"a"' }, 'append'],
    ['another tag', { 'content-range': 'bytes 10-99/100', etag: '"b"' }, 'restart'],
    ['a weak tag', { 'content-range': 'bytes 10-99/100', etag: 'W/"a"' }, 'restart'],
    ['no tag', { 'content-range': 'bytes 10-99/100' }, 'restart'],
    ['another size', { 'content-range': 'bytes 10-100/101', etag: '"a"' }, 'restart'],
    ['another place', { 'content-range': 'bytes 9-99/100', etag: '"a"' }, 'restart'],
    ['less than asked for', { 'content-range': 'bytes 10-49/100', etag: '"a"' }, 'append'],
    ['no size', { 'content-range': 'bytes 10-99/*', etag: '"a"' }, 'restart'],
    ['no range', { etag: '"a"' }, 'restart'],
    ['a compression', { 'content-range': 'bytes 10-99/100', etag: '"a"', 'content-encoding': 'gzip' }, 'unusable'],
  ])('206 with %s after 10 bytes', (_name, headers, kind) => {
    expect(decideRange(answer(206, headers), 10, strong).kind).toBe(kind);
  });

  it.each<[string, Record<string, string>, string]>([
    ['the same date and size', { 'last-modified': dated.lastModified }, 'append'],
    ['another date', { 'last-modified': 'Wed, 02 Jan 2030 00:00:00 GMT' }, 'restart'],
    ['no date', {}, 'restart'],
  ])('206 with %s where there was no strong tag', (_name, headers, kind) => {
    expect(decideRange(answer(206, { 'content-range': 'bytes 10-99/100', ...headers }), 10, dated).kind).toBe(kind);
  });

  it.each<[string, string | null, number, number | null, string]>([
    ['all is here', 'bytes */100', 100, 100, 'complete'],
    ['the file became shorter, just as long as the part', 'bytes */60', 60, 100, 'restart'],
    ['nobody knew the size', 'bytes */60', 60, null, 'restart'],
    ['it does not say the size', null, 100, 100, 'restart'],
  ])('416 when %s', (_name, range, have, totalBytes, kind) => {
    const headers = range === null ? undefined : { 'content-range': range };
    expect(decideRange(answer(416, headers), have, { ...strong, totalBytes }).kind).toBe(kind);
  });

  it('200 is the whole file, whatever was asked for, and never compressed', () => {
    expect(decideRange(answer(200, { etag: '"b"', 'content-length': '7' }), 10, strong)).toEqual({
      kind: 'from-start',
      notes: { validator: '"b"', lastModified: null, totalBytes: 7 },
    });
    expect(decideRange(answer(200, { 'content-encoding': 'br' }), 0, null).kind).toBe('unusable');
    expect(decideRange(answer(200, { 'content-encoding': 'identity' }), 0, null).kind).toBe('from-start');
  });

  it.each<[number, string]>([
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'missing'],
    [410, 'missing'],
    [408, 'busy'],
    [429, 'busy'],
    [503, 'busy'],
    [204, 'unusable'],
    [418, 'unusable'],
  ])('%d is %s', (status, kind) => {
    expect(decideRange(answer(status), 0, null).kind).toBe(kind);
  });
});
