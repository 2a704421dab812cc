import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../main/export/parse-csv.ts';
import { parseXml } from '../../../main/export/parse-xml.ts';
import { readCell } from '../delimited-text.ts';
import { csvLines } from './csv.ts';
import { writeEaf } from './eaf.ts';
import { anyAnnotations, anyText } from './fixtures/arbitraries.ts';
import { eafProblems } from './fixtures/eaf-schema.ts';
import { annotationOf, exchangeCallOf, turnOf } from './fixtures/exchange-calls.ts';
import { praatProblems } from './fixtures/praat-grammar.ts';
import { writeJsonLd } from './json-ld.ts';
import { writeRttm } from './rttm.ts';
import { spokenTurns } from './spoken.ts';
import { srtText, writeSrt } from './srt.ts';
import { writeTextGrid } from './textgrid.ts';
import { writeVtt } from './vtt.ts';

const anyCall = fc
  .tuple(anyAnnotations, fc.array(anyText, { maxLength: 5 }), fc.boolean())
  .map(([annotations, texts, hasTiming]) =>
    exchangeCallOf({
      annotations,
      turns: texts.map((content, at) => turnOf(at, { content, startMs: at % 3 === 2 ? null : at * 4000 + 0.4 })),
      ...(hasTiming ? {} : { timing: null }),
    }),
  );

const point = (id: string, atMs: number, text: string) =>
  annotationOf(id, { at: { startMs: atMs, endMs: atMs }, fields: { text, anchor: { on: 'point', atMs } } });
const range = (id: string, startMs: number, endMs: number, text: string) =>
  annotationOf(id, { at: { startMs, endMs }, fields: { text, anchor: { on: 'range', startMs, endMs } } });

describe('EAF', () => {
  it('is valid by the schema of EAF 3.0, whatever the texts', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        expect(eafProblems(parseXml(writeEaf(call, { nowMs: Date.UTC(2026, 10, 25) })))).toEqual([]);
      }),
    );
  });

  it('would be found out if it were not', () => {
    const good = writeEaf(exchangeCallOf({ annotations: [range('a', 1, 2000, 'x')] }), { nowMs: 0 });
    const broken: [string, string][] = [
      ['TIME_SLOT_REF1="ts1"', 'TIME_SLOT_REF1="ts999"'],
      ['TIME_VALUE="1"', 'TIME_VALUE="1.5"'],
      ['TYPE="resource_url"', 'TYPE="something"'],
      [' LINGUISTIC_TYPE_REF="annotation"', ''],
      ['LANG_REF="und"', 'LANG_REF="eng"'],
      ['<TIME_ORDER>', '<TIME_ORDER/><TIME_ORDER>'],
      ['PARENT_REF="annotations"', 'PARENT_REF="other"'],
      ['ANNOTATION_ID="a2"', 'ANNOTATION_ID="a1"'],
    ];
    for (const [from, to] of broken) {
      expect(good, from).toContain(from);
      expect(eafProblems(parseXml(good.replace(from, to))), from).not.toEqual([]);
    }
  });

  it('lays what overlaps on tiers of its own', () => {
    const text = writeEaf(
      exchangeCallOf({
        annotations: [range('a', 0, 2000, 'x'), range('b', 1000, 3000, 'y'), range('c', 2000, 4000, 'z')],
      }),
      { nowMs: 0 },
    );
    const tiers = parseXml(text).children.filter(({ name }) => name === 'TIER');
    const own = tiers.filter(({ attributes }) => attributes.get('LINGUISTIC_TYPE_REF') === 'annotation');
    expect(own.map(({ attributes, children }) => [attributes.get('TIER_ID'), children.length])).toEqual([
      ['annotations', 2],
      ['annotations 2', 1],
    ]);
  });
});

describe('TextGrid', () => {
  it('is what Praat’s manual says a TextGrid is, whatever the texts', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        expect(praatProblems(writeTextGrid(call) ?? '')).toEqual([]);
      }),
    );
  });

  it('would be found out if it were not', () => {
    const good =
      writeTextGrid(exchangeCallOf({ annotations: [range('a', 1000, 2000, 'say "no"'), point('p', 5, '')] })) ?? '';
    expect(praatProblems(good)).toEqual([]);
    for (const [from, to] of [
      ['""no""', '"no"'],
      ['xmax = 2\n', 'xmax = 2.5\n'],
      ['xmin = 1\n', 'xmin = 0.5\n'],
      ['<exists>', '<absent>'],
      ['intervals: size = 3', 'intervals: size = 4'],
      ['"IntervalTier"', '"Interval"'],
      ['number = 0.005', 'number = 100'],
    ] as const) {
      expect(good, from).toContain(from);
      expect(praatProblems(good.replace(from, to)), from).not.toEqual([]);
    }
  });

  it('is none for a call without any time', () => {
    expect(writeTextGrid(exchangeCallOf({ recordingMs: null, turns: [], timing: null }))).toBeNull();
  });
});

describe('Web Annotation', () => {
  it('has the members that the W3C’s model requires', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        const page = JSON.parse(writeJsonLd(call));
        expect([page['@context']].flat()).toContain('http://www.w3.org/ns/anno.jsonld');
        expect(page.type).toBe('AnnotationPage');
        const ids = new Set<string>();
        for (const one of page.items) {
          // 3.1: exactly one id, an IRI; one or more types, one of them Annotation; one or more targets.
          expect(one.id).toMatch(/^urn:earmark:annotation:[\w.~%-]+$/);
          expect(ids.has(one.id)).toBe(false);
          ids.add(one.id);
          expect([one.type].flat()).toContain('Annotation');
          const { source = one.target, selector } = one.target;
          expect(source).toMatch(/^urn:earmark:call:/);
          // 3.3.5: motivations are of the model's list.
          for (const motivation of [one.motivation].flat()) expect(['commenting', 'tagging']).toContain(motivation);
          // 3.3.2: created is an xsd:dateTime in UTC.
          expect(one.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
          for (const body of one.body) {
            expect(body.type).toBe('TextualBody');
            expect(typeof body.value).toBe('string');
          }
          for (const one of [selector ?? []].flat()) {
            // 4.2.1: exactly one value; 4.2.4: exactly one exact.
            if (one.type === 'FragmentSelector') expect(one.value).toMatch(/^t=\d+\.\d{6}(?:,\d+\.\d{6})?$/);
            else expect(one).toMatchObject({ type: 'TextQuoteSelector', exact: expect.any(String) });
          }
        }
      }),
    );
  });
});

describe('SRT', () => {
  it('is numbered subtitles of times and text, separated by blank lines', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        const blocks = writeSrt(call).split('\n\n').slice(0, -1);
        const times = /^(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})$/;
        blocks.forEach((block, at) => {
          const [number, time = '', ...lines] = block.split('\n');
          expect(number).toBe(String(at + 1));
          const [, ...parts] = times.exec(time) ?? [];
          expect(Number(parts.slice(0, 4).join(''))).toBeLessThan(Number(parts.slice(4).join('')));
          expect(lines.length).toBeGreaterThan(0);
          for (const line of lines) expect(line).not.toMatch(/-->/);
        });
        const { turns } = spokenTurns(call);
        const shown = turns.filter(({ startMs, endMs }) => Math.round(endMs) > Math.round(startMs)).length;
        expect(blocks).toHaveLength(shown + call.annotations.length);
      }),
    );
  });

  it('keeps blank lines within a text', () => {
    expect(srtText('a\n\nb --> c')).toBe('a\n\u00a0\nb → c');
  });
});

describe('RTTM', () => {
  it('has ten fields, seconds and the parties’ names', () => {
    expect(writeRttm(exchangeCallOf())).toBe(
      'SPEAKER call-1 1 0.480 3.730 <NA> <NA> agent <NA> <NA>\nSPEAKER call-1 2 5.510 3.490 <NA> <NA> caller <NA> <NA>\n',
    );
    expect(writeRttm(exchangeCallOf({ timing: null }))).toBeNull();
  });

  it('has no blank within a field', () => {
    const call = exchangeCallOf();
    const odd = writeRttm({ ...call, row: { ...call.row, id: 'a b\t;;c\nd' } }) ?? '';
    for (const line of odd.trimEnd().split('\n')) expect(line.split(' ')).toHaveLength(10);
  });
});

describe('WebVTT', () => {
  it('reads as a player needs it', () => {
    const call = exchangeCallOf({ annotations: [point('p 1', 1000, 'a <b> & c\n\nd --> e')] });
    expect(writeVtt(call)).toBe(
      'WEBVTT Earmark 1\n\nNOTE call call-1\n\n' +
        'turn/1\n00:00:00.500 --> 00:00:05.500\n<v.agent Agent>Good morning, how can I help?\n\n' +
        'point/p%201\n00:00:01.000 --> 00:00:01.001 line:0\n<v.note Ana>a &lt;b&gt; &amp; c\n<c></c>\nd --&gt; e\n\n' +
        'turn/2\n00:00:05.500 --> 00:01:00.000\n<v.caller Caller>I want to move it.\n',
    );
  });
});

describe('CSV', () => {
  it('has no cell of text that a spreadsheet takes for a formula, and gives the text back', () => {
    const formulas = fc.string({ unit: fc.constantFrom("'", '=', '+', '@', ' ', '\t', 'a') });
    fc.assert(
      fc.property(fc.oneof(anyText, formulas), (text) => {
        const line = csvLines('turns', exchangeCallOf({ turns: [turnOf(0, { content: text })], timing: null }));
        const cell = parseCsv(line)[0]?.cells[8] ?? 'no cell';
        expect(cell).not.toMatch(/^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/);
        expect(readCell(cell)).toBe(text.toWellFormed());
      }),
    );
  });

  it('writes absent figures as empty cells', () => {
    const call = exchangeCallOf({ turns: [turnOf(0, { startMs: null })], timing: null });
    expect(csvLines('turns', call)).toBe('call-1,1,agent,,,,,,turn 0,,\r\n');
  });
});

describe('the words of a turn', () => {
  it('are the corrected ones, under the corrected role', () => {
    const correction = {
      ...annotationOf('k', {}),
      turn: 1,
      fields: { anchor: null, text: 'I want to book it.', role: 'agent' as const, splits: null, deleted: null },
    };
    const { turns } = spokenTurns(exchangeCallOf({ corrections: [correction] }));
    expect(turns.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Agent', 'Good morning, how can I help?'],
      ['Agent', 'I want to book it.'],
    ]);
  });
});
