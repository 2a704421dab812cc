import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanJsonText,
  elementTexts,
  memberText,
  parseJson,
  pruneDeep,
  rawNumberText,
  withoutSignedUrls,
} from './json-text.ts';

const signed = 'https://store.example/rec/a.wav?token=eyJabc.def.ghi&x=1&y=/2';

describe('parseJson', () => {
  it('keeps the digits of numbers that a double cannot hold', () => {
    const value = parseJson('{"id":9007199254740993,"n":-12345678901234567890,"big":1e400,"ok":1700000000000,"f":0.1}');
    expect(JSON.stringify(value)).toBe(
      '{"id":9007199254740993,"n":-12345678901234567890,"big":1e400,"ok":1700000000000,"f":0.1}',
    );
    expect(rawNumberText((value as { id: unknown }).id)).toBe('9007199254740993');
  });

  it('makes __proto__ an own key and touches no prototype', () => {
    const value = parseJson('{"__proto__":{"polluted":1},"n":9007199254740993}') as Record<string, unknown>;
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('agrees with JSON.parse wherever doubles suffice', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text));
        expect(parseJson(` ${text}`)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('elementTexts and memberText', () => {
  it('cut a valid text into the texts of its parts', () => {
    const spaces = fc.constantFrom('', ' ', '\n\t', '  ');
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 6 }), spaces, (parts, space) => {
        const text = `${space}[${space}${parts.map((part) => space + part + space).join(',')}]${space}`;
        expect(elementTexts(text)).toEqual(parts.map((part) => part.trim()));
        const object = `{${parts.map((part, at) => `${space}"k${at}"${space}:${space}${part}`).join(',')}${space}}`;
        parts.forEach((part, at) => {
          expect(memberText(object, `k${at}`)).toBe(part.trim());
        });
      }),
    );
  });

  it('takes the last of repeated keys and decodes their names', () => {
    expect(memberText('{"a":1,"\\u0061":[2]}', 'a')).toBe('[2]');
    expect(memberText('{}', 'a')).toBeNull();
    expect(elementTexts('{"a":1}')).toEqual([]);
  });
});

describe('cleanJsonText', () => {
  it('removes NUL and replaces lone surrogates, and leaves pairs and backslashes alone', () => {
    expect(cleanJsonText('["a\\u0000b","\\ud83d","\\ud83d\\ude00","\\\\u0000","\\uDC00x"]')).toBe(
      '["ab","\ufffd","\ud83d\ude00","\\\\u0000","\ufffdx"]',
    );
    expect(cleanJsonText('["a\0b"]')).toBe('["ab"]');
  });

  it('changes no text without them and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        cleanJsonText(text);
        const json = JSON.stringify([text]);
        expect(JSON.parse(cleanJsonText(json))).toEqual([text.replaceAll('\0', '').toWellFormed()]);
      }),
    );
    expect(cleanJsonText('"\\u0000 \\x broken')).toBe('"\\u0000 \\x broken');
  });
});

describe('pruneDeep', () => {
  it('cuts out what is below the limit and keeps the rest', () => {
    expect(pruneDeep('{"a":[[1]],"b":"[[[["}', 2)).toBe('{"a":[null],"b":"[[[["}');
    expect(pruneDeep('[[1],[2,[3]],4]', 2)).toBe('[[1],[2,null],4]');
    const deep = `{"id":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"y":2}`;
    expect(JSON.parse(pruneDeep(deep, 64))).toMatchObject({ id: 1, y: 2 });
  });

  it('leaves JSON within the limit alone', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(pruneDeep(text, 64)).toBe(text);
        JSON.parse(pruneDeep(text, 2));
      }),
    );
  });
});

describe('withoutSignedUrls', () => {
  it('nulls recording_url and keeps the rest byte for byte', () => {
    const raw = `{ "2":1.0, "recording_url" : ${JSON.stringify(signed)} ,"1":9007199254740993,"u":{"new":[1e3]}}`;
    expect(withoutSignedUrls(raw)).toBe('{ "2":1.0, "recording_url" : null ,"1":9007199254740993,"u":{"new":[1e3]}}');
  });

  it('removes the URL from every other string, however it is written there', () => {
    const raw = JSON.stringify({
      recording_url: signed,
      summary: `listen at ${signed}!`,
      nested: [{ [signed]: 1 }],
      html: signed.replaceAll('&', '&amp;'),
      encoded: `https://other.example/?to=${encodeURIComponent(signed)}`,
      body: JSON.stringify({ u: signed }).replaceAll('/', '\\/'),
      path: `/rec/a.wav?${signed.split('?')[1]}`,
    });
    const clean = withoutSignedUrls(raw.replaceAll('&x', '\\u0026x'));
    expect(clean).not.toMatch(/eyJabc/);
    expect(JSON.parse(clean)).toMatchObject({ recording_url: null, summary: 'listen at [removed]!' });
  });

  it('is not misled by escapes, repeated keys, other types or text that looks like the key', () => {
    const escaped = `{"recording\\u005furl":"${signed}","recording_url":{"href":"${signed}"},"a":"recording_url"}`;
    expect(withoutSignedUrls(escaped)).toBe('{"recording\\u005furl":null,"recording_url":null,"a":"recording_url"}');
    expect(withoutSignedUrls('{"recording_url":null}')).toBe('{"recording_url":null}');
  });

  it('never leaves the URL in any string of any object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.webUrl({ withQueryParameters: true }), (before, after, url) => {
        const raw = JSON.stringify({ before, recording_url: url, copy: [url, `x${url}y`], after });
        const clean = withoutSignedUrls(raw);
        expect(JSON.parse(clean)).toMatchObject({ recording_url: null });
        expect(clean).not.toContain(url);
      }),
    );
  });
});
