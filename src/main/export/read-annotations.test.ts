import { describe, expect, it } from 'vitest';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import type { ImportFormat } from '#shared/model/exchange-formats.ts';
import { readAnnotations } from './read-annotations.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, format: ImportFormat | 'auto' = 'auto', name = 'file') =>
  readAnnotations(typeof text === 'string' ? bytes(text) : text, name, format);

function problemOf(text: string | Uint8Array, format: ImportFormat | 'auto' = 'auto', name = 'file'): string {
  try {
    read(text, format, name);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return 'none';
}

const short = (intervals: string) =>
  `File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n2.3\n<exists>\n1\n"IntervalTier"\n"Mary"\n0\n2.3\n${intervals}`;

const eaf = (
  content: string,
  slots = '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="2500"/>',
) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" DATE="2020-01-01T00:00:00Z" VERSION="3.0">\n<HEADER/>\n<TIME_ORDER>${slots}</TIME_ORDER>\n<TIER TIER_ID="K-Spch" LINGUISTIC_TYPE_REF="u">\n${content}\n</TIER>\n</ANNOTATION_DOCUMENT>`;
const aligned = (value: string, more = '') =>
  `<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"${more}><ANNOTATION_VALUE>${value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>`;

describe('files of other programs', () => {
  it('reads Audacity labels, with spectral ones, in any line ends', () => {
    const { format, file } = read('1.5\t2.25\tslow\r\n\\\t100\t200\r\n3,0\t3,0\tpoint\tmore\r\n4\t4\r\n');
    expect(format).toBe('audacity');
    expect(file.annotations.map(({ line, at, text }) => [line, at?.startMs, at?.endMs, text])).toEqual([
      [1, 1500, 2250, 'slow'],
      [3, 3000, 3000, 'point\tmore'],
      [4, 4000, 4000, ''],
    ]);
  });

  it('reads the short form of a TextGrid, comments, and the example of Praat’s manual in one line', () => {
    const odd =
      'File type = "ooTextFile"\nObject class = "TextGrid"\n! the grid\n0s 1s 0 1 <exists> 1 ! one tier\n"IntervalTier" "Mary" 0 1 1 0 1 "say ""no"""';
    expect(read(odd).file.annotations).toMatchObject([
      { layer: 'Mary', at: { startMs: 0, endMs: 1000 }, text: 'say "no"' },
    ]);
    expect(read(short('2\n0\n1.5\n"hi\nthere"\n1.5\n2.3\n""')).file.annotations).toMatchObject([
      { line: 13, layer: 'Mary', at: { startMs: 0, endMs: 1500 }, text: 'hi\nthere' },
    ]);
  });

  it('reads UTF-16 with and without a mark, and UTF-8 with one', () => {
    const text = short('1\n0\n2.3\n"שלום 👋"');
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    for (const file of [little, Buffer.from(`\ufeff${text}`, 'utf16le'), big, bytes(`\ufeff${text}`)]) {
      expect(read(file).file.annotations).toMatchObject([{ text: 'שלום 👋' }]);
    }
  });

  it('reads a WebVTT file as whisper and others write it', () => {
    const text =
      'WEBVTT Kind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE\nmade --> by hand\n\n00:01.000 --> 00:02.500 align:start\n<v Ana>Hi <b>there</b> &amp; <00:02.000>bye\n\nid 2\n01:00:00.000 --> 01:00:01.000\ntwo\nlines';
    expect(read(text).file.annotations.map(({ at, text: words, line }) => [line, at?.startMs, words])).toEqual([
      [10, 1000, 'Hi there & bye'],
      [14, 3_600_000, 'two\nlines'],
    ]);
  });

  it('reads an ELAN document, what hangs on an annotation with its time, and leaves out what has none', () => {
    const tier =
      '</TIER><TIER TIER_ID="gloss" LINGUISTIC_TYPE_REF="g" PARENT_REF="K-Spch"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a2" ANNOTATION_REF="a1"><ANNOTATION_VALUE><![CDATA[<x> & y]]></ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>';
    const { file } = read(eaf(aligned('a &lt;b&gt; &#x1F44B;') + tier));
    expect(file.annotations.map(({ layer, at, text }) => [layer, at, text])).toEqual([
      ['K-Spch', { startMs: 1000, endMs: 2500 }, 'a <b> 👋'],
      ['gloss', { startMs: 1000, endMs: 2500 }, '<x> & y'],
    ]);
    const open = eaf(aligned('x'), '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/>');
    expect(read(open).file).toMatchObject({
      annotations: [],
      leftOut: ['One annotation has no time and cannot be placed.'],
    });
  });

  it('reads Web Annotations of others', () => {
    const one = {
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      id: 'http://example.org/anno1',
      type: 'Annotation',
      bodyValue: 'nice',
      target: 'http://example.org/audio.mp3#t=npt:10,0:01:05.5',
    };
    expect(read(JSON.stringify(one)).file.annotations).toMatchObject([
      { id: null, text: 'nice', at: { startMs: 10_000, endMs: 65_500 } },
    ]);
  });

  it('reads a table with semicolons and columns in any order', () => {
    const text = 'text;start_ms;end_ms\r\n"a; ""b""\nc";100;200\r\n\'=1;300;\r\n';
    expect(read(text, 'csv').file.annotations).toMatchObject([
      { line: 2, text: 'a; "b"\nc', at: { startMs: 100, endMs: 200 } },
      { line: 4, text: '=1', at: { startMs: 300, endMs: 300 } },
    ]);
  });
});

describe('files that are broken', () => {
  it.each([
    ['empty', '', 'auto', 'empty'],
    ['unknown', 'hello', 'auto', 'name its format'],
    ['no UTF-8', Buffer.from('1\t2\tgut\n1\t2\tüber', 'latin1'), 'audacity', 'Line 2: the file is not in UTF-8'],
    ['no UTF-16', Buffer.from('fffe00d8', 'hex'), 'audacity', 'not in UTF-16LE'],
    ['label without an end', '1\t2\ta\n5\n', 'audacity', 'Line 2: a label is'],
    ['label without a number', '1\t2\ta\nb\t3\tc\n', 'audacity', 'Line 2: “b” is no time'],
    ['label that ends first', '1\t2\ta\n3\t2\tc\n', 'audacity', 'Line 2: it ends (2 s) before it begins (3 s)'],
    ['label before the beginning', '-1\t2\ta\n', 'audacity', 'Line 1: the time -1 s lies before'],
    ['label beyond all time', '1\t1e12\ta\n', 'audacity', 'Line 1: the time 1000000000000 s is longer'],
    ['TextGrid cut off in a text', short('1\n0\n2.3\n"hi'), 'textgrid', 'Line 15: a text begins here and does not end'],
    [
      'TextGrid cut off',
      short('2\n0\n1\n"hi"\n'),
      'textgrid',
      'Line 15: the file ends where the beginning of an interval',
    ],
    ['TextGrid with other counts', short('1\n0\n"hi"\n'), 'textgrid', 'Line 14: the end of an interval is expected'],
    [
      'TextGrid out of order',
      short('2\n1\n2\n"a"\n0.5\n0.7\n"b"'),
      'textgrid',
      'Line 16: it begins before the one ahead',
    ],
    ['TextGrid backwards', short('1\n2\n1\n"a"'), 'textgrid', 'Line 13: it ends (1 s) before'],
    ['Praat object', 'File type = "ooTextFile"\nObject class = "Pitch 1"\n', 'textgrid', 'Line 2: it holds a Pitch 1'],
    ['binary TextGrid', 'ooBinaryFile\bTextGrid', 'auto', 'binary TextGrid'],
    ['VTT without its head', '00:01.000 --> 00:02.000\nx', 'vtt', 'Line 1: a WebVTT file begins'],
    ['VTT without times', 'WEBVTT\n\nhello\nthere\n', 'vtt', 'Line 4: times are expected'],
    ['VTT with no time', 'WEBVTT\n\n00:01 --> 00:02.000\nx', 'vtt', 'Line 3: “00:01” is no time'],
    ['VTT backwards', 'WEBVTT\n\n00:03.000 --> 00:02.000\nx', 'vtt', 'Line 3: it ends'],
    ['XML cut off', eaf(aligned('x')).slice(0, -30), 'eaf', 'Line'],
    [
      'XML with a DTD',
      `<!DOCTYPE a [<!ENTITY b "c">]>${eaf(aligned('&b;'))}`,
      'eaf',
      'Line 1: a document type declaration',
    ],
    ['XML with an entity', eaf(aligned('&nbsp;')), 'eaf', 'Line 6: “&nbsp;” is no reference'],
    ['XML of something else', '<html><body/></html>', 'eaf', 'ANNOTATION_DOCUMENT, not html'],
    ['EAF without a slot', eaf(aligned('x').replace('ts2', 'ts9')), 'eaf', 'Line 6: there is no time slot ts9'],
    [
      'EAF backwards',
      eaf(aligned('x').replace('ts2', 'ts0').replace('ts1', 'ts2').replace('ts0', 'ts1')),
      'eaf',
      'Line 6: it ends',
    ],
    [
      'EAF with one id twice',
      eaf(aligned('x') + aligned('y')),
      'eaf',
      'Line 6: there are two annotations with the id a1',
    ],
    [
      'EAF that hangs on itself',
      eaf('<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a1" ANNOTATION_REF="a1"/></ANNOTATION>'),
      'eaf',
      'Line 6: it hangs on a1',
    ],
    [
      'EAF in frames',
      eaf('').replace('<HEADER/>', '<HEADER TIME_UNITS="PAL-frames"/>'),
      'eaf',
      'Line 3: its times are in PAL-frames',
    ],
    ['XML nested without end', eaf('<a>'.repeat(500) + '</a>'.repeat(500)), 'eaf', 'this XML is not read'],
    ['JSON cut off', '{"call":{"id":"c"},"annotations":[]}\n{"call":', 'jsonl', 'Line 2: this is no JSON'],
    ['JSON of something else', '{"a":1}', 'jsonl', 'Line 1: this is no annotation'],
    ['JSONL backwards', '{"text":"a","startMs":5,"endMs":1}', 'jsonl', 'Line 1: it ends'],
    ['JSON-LD cut off', '{"@context": "x",\n "items": [', 'jsonld', 'Line 2: this is no JSON'],
    ['JSON-LD without a target', '[{"type":"Annotation"}]', 'jsonld', 'annotation 1: it has no target'],
    ['CSV without a head', '1,2,3\n', 'csv', 'Line 1: a table of annotations names its columns'],
    ['CSV cut off', 'text,call\n"abc', 'csv', 'Line 2'],
    ['CSV with cells too many', 'text,call\na,b,c\n', 'csv', 'Line 2: it has 3 cells'],
    ['CSV without a time', 'text,start_ms\na,b\n', 'csv', 'Line 2: a time is not a number'],
  ] as const)('%s: says what is wrong', (_name, file, format, words) => {
    expect(problemOf(file, format)).toContain(words);
  });

  it('is quick with what is huge', () => {
    const labels = Array.from({ length: 50_000 }, (_, at) => `${at}\t${at + 0.5}\tlabel ${at}`).join('\n');
    expect(read(labels).file.annotations).toHaveLength(50_000);
    expect(problemOf(`"${'x'.repeat(5_000_000)}`, 'textgrid')).toContain('does not end');
    expect(problemOf(new Uint8Array(64 * 1024 * 1024 + 1))).toContain('larger than 64 MB');
  });
});
