import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCsvAnnotations } from '#shared/logic/formats/csv.ts';
import { eafProblems } from '#shared/logic/formats/fixtures/eaf-schema.ts';
import { praatProblems } from '#shared/logic/formats/fixtures/praat-grammar.ts';
import { formatFacts } from '#shared/logic/formats/formats.ts';
import { readJsonLines } from '#shared/logic/formats/json-lines.ts';
import { exportFormats, importFormats } from '#shared/model/exchange-formats.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import { applyChanges } from '../review/records.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { writeValue } from '../store/key-values.ts';
import { findChangedItems } from '../store/review-items.ts';
import { detailOf, summaryOf, temporaryDb, temporaryDir } from '../testing/workspace-fixtures.ts';
import { parseCsv } from './parse-csv.ts';
import { parseXml } from './parse-xml.ts';
import { planFile } from './plan-file.ts';
import { writeExport } from './write-export.ts';

let store: ReturnType<typeof temporaryDb>;
let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  store = temporaryDb();
  place = temporaryDir();
  for (const id of ['a', '../b', 'CON']) {
    saveListed(store.db, summaryOf(id), '{}', 1);
    saveDetail(store.db, detailOf(id), `{"call_id":${JSON.stringify(id)},"big":12345678901234567890}`, 'v1', 5);
  }
  apply(tag('t-asr', 'ASR'), note('n1', 'a', { text: 'too slow, "really"', tags: ['t-asr'], severity: 'major' }));
  apply(
    note('n2', 'a', {
      anchor: { on: 'turn', turn: { index: 1, role: 'agent', startMs: 3000, text: 'How can I help?' } },
    }),
    note('n3', 'a', { text: 'gone', deleted: true }),
    note('n4', '../b', { anchor: { on: 'call' }, text: '=HYPERLINK("x")' }),
    correction,
    ...scored,
  );
});
afterEach(() => {
  store.remove();
  place.remove();
});

let clock = Date.UTC(2026, 10, 20);
function apply(...changes: ReviewChange[]): void {
  clock += 1000;
  applyChanges(store.db, { author: 'ana', nowMs: clock, command: randomUUID() }, changes);
}

const note = (itemId: string, callId: string, set: ReviewChange['set']): ReviewChange => ({
  kind: 'annotation',
  itemId,
  callId,
  set: { anchor: { on: 'range', startMs: 1000, endMs: 2500.25 }, text: itemId, ...set },
});
const tag = (itemId: string, name: string): ReviewChange => ({ kind: 'tag', itemId, callId: null, set: { name } });
const correction: ReviewChange = {
  kind: 'correction',
  itemId: 'k1',
  callId: 'a',
  set: { anchor: { on: 'turn', turn: { index: 0, role: 'caller', startMs: 500, text: 'Hello?' } }, text: 'Hallo?' },
};
const scored: ReviewChange[] = [
  {
    kind: 'scorecard-version',
    itemId: 'v1',
    callId: null,
    set: {
      scorecardId: 's1',
      number: 1,
      definition: {
        sections: [
          {
            id: 'x',
            label: 'Opening',
            weight: 1,
            criteria: [{ id: 'c1', label: 'Greets', answer: { type: 'yes-no', good: 'yes' } }],
          },
        ],
        passAt: null,
      },
    },
  },
  { kind: 'scorecard', itemId: 's1', callId: null, set: { name: 'Basics' } },
  { kind: 'reviewer', itemId: 'ana', callId: null, set: { name: 'Ana' } },
  {
    kind: 'review',
    itemId: 'r1',
    callId: 'a',
    set: { reviewer: 'ana', versionId: 'v1', state: 'done', submittedMs: 5000 },
  },
  {
    kind: 'score',
    itemId: 'r1/c1',
    callId: 'a',
    set: { reviewId: 'r1', criterionId: 'c1', value: { is: 'answer', answer: true } },
  },
];

const out = (name: string) => join(place.dir, name);
const nowMs = Date.UTC(2026, 10, 25);

describe('writeExport', () => {
  it('writes everything as JSON lines, in the form that docs/formats.md describes', async () => {
    const report = await writeExport(store.db, { format: 'jsonl', out: out('all.jsonl'), nowMs });
    expect(report).toEqual({ calls: 3, files: 1, empty: 0 });
    const text = readFileSync(out('all.jsonl'), 'utf8');
    expect(text).toContain('"big":12345678901234567890');
    const [first, second] = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(Object.keys(first)).toEqual([
      'call',
      'recording',
      'turns',
      'annotations',
      'corrections',
      'reviews',
      'scores',
    ]);
    expect(first.turns[1]).toEqual({
      index: 1,
      role: 'agent',
      content: 'How can I help?',
      startMs: 3000,
      endMs: null,
      reportedGapMs: 1530,
      measuredGapMs: null,
    });
    expect(first.annotations).toMatchObject([
      {
        id: 'n1',
        authorName: 'Ana',
        tags: ['t-asr'],
        tagNames: ['ASR'],
        severity: 'major',
        startMs: 1000,
        endMs: 2500.25,
      },
      { id: 'n2', turn: 1, startMs: 3000 },
    ]);
    expect(first.corrections).toMatchObject([{ id: 'k1', turn: 0, text: 'Hallo?', role: null, splits: [] }]);
    expect(first.reviews).toMatchObject([
      { id: 'r1', scorecard: 'Basics', version: 1, state: 'done', reviewerName: 'Ana' },
    ]);
    expect(first.scores).toMatchObject([
      { id: 'r1/c1', section: 'Opening', criterion: 'Greets', value: { is: 'answer', answer: true }, evidence: [] },
    ]);
    expect(second.annotations).toMatchObject([{ id: 'n4', startMs: null, endMs: null, anchor: { on: 'call' } }]);
  });

  it('writes four tables of CSV into a folder', async () => {
    await writeExport(store.db, { format: 'csv', out: out('tables'), nowMs });
    expect(readdirSync(out('tables')).sort()).toEqual(['annotations.csv', 'calls.csv', 'scores.csv', 'turns.csv']);
    const table = (name: string) =>
      parseCsv(readFileSync(join(out('tables'), `${name}.csv`), 'utf8')).map(({ cells }) => cells);
    expect(table('calls').map(([id]) => id)).toEqual(['call', 'a', '../b', 'CON']);
    expect(table('annotations').at(-1)).toContain(`'=HYPERLINK("x")`);
    expect(table('scores')[1]?.slice(0, 12)).toEqual([
      'a',
      'r1',
      'ana',
      'Ana',
      'Basics',
      '1',
      'done',
      '1970-01-01T00:00:05.000Z',
      'c1',
      'Opening',
      'Greets',
      'yes',
    ]);
    expect(table('turns')[1]).toContain('Hallo?');
  });

  it.each(exportFormats.filter((format) => formatFacts[format].files === 'per-call' && format !== 'rttm'))(
    '%s: one file for a call, a folder or a zip for several, under names that are safe',
    async (format) => {
      const { extension } = formatFacts[format];
      await writeExport(store.db, { format, out: out('one'), callIds: ['a'], nowMs });
      const one = readFileSync(out('one'), 'utf8');
      await writeExport(store.db, { format, out: out('many'), nowMs });
      const names = readdirSync(out('many'));
      expect(names).toHaveLength(3);
      expect(names).toContain(`a.${extension}`);
      for (const name of names) expect(name).toMatch(/^(?!con\.)[\w-][\w.-]*$/i);
      expect(readFileSync(join(out('many'), `a.${extension}`), 'utf8')).toBe(one);
      await writeExport(store.db, { format, out: out('many.zip'), nowMs });
      const zip = unzipSync(readFileSync(out('many.zip')));
      expect(Object.keys(zip).sort()).toEqual(names.sort());
      expect(Buffer.from(zip[`a.${extension}`] ?? '').toString('utf8')).toBe(one);
      if (format === 'eaf') expect(eafProblems(parseXml(one))).toEqual([]);
      if (format === 'textgrid') expect(praatProblems(one)).toEqual([]);
      if (format === 'vtt') expect(one).toContain('<v.caller Caller>Hallo?');
    },
  );

  it('writes only what a filter lets through, and says what there is nothing of', async () => {
    const filter = { text: 'CON' };
    expect(await writeExport(store.db, { format: 'jsonl', out: out('x'), filter, nowMs })).toMatchObject({ calls: 1 });
    await expect(writeExport(store.db, { format: 'rttm', out: out('y'), nowMs })).rejects.toMatchObject({
      code: 'unsupported',
    });
    await expect(
      writeExport(store.db, { format: 'vtt', out: out('y'), callIds: ['nothing'], nowMs }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(out('y'))).toBe(false);
  });

  it('leaves a folder alone that has something in it, and nothing behind when it is stopped', async () => {
    mkdirSync(out('full'));
    writeFileSync(join(out('full'), 'mine'), 'x');
    await expect(writeExport(store.db, { format: 'vtt', out: out('full'), nowMs })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(readdirSync(out('full'))).toEqual(['mine']);
    for (const name of ['s.jsonl', 's.zip', 's']) {
      const format = name === 's.jsonl' ? 'jsonl' : 'vtt';
      const stopped = writeExport(store.db, { format, out: out(name), nowMs }, AbortSignal.abort(new Error('stop')));
      await expect(stopped).rejects.toThrow('stop');
    }
    expect(readdirSync(place.dir)).toEqual(['full']);
  });

  it('does not show another reviewer’s scores of a blind pack', async () => {
    apply({
      kind: 'pack',
      itemId: 'p1',
      callId: null,
      set: { blind: true, callIds: ['a'], reviewers: ['ana', 'ben'] },
    });
    writeValue(store.db, 'meta', 'reviewer_id', 'ben');
    apply({ kind: 'review', itemId: 'r1', callId: 'a', set: { packId: 'p1' } });
    await writeExport(store.db, { format: 'jsonl', out: out('blind'), nowMs });
    const [first] = readFileSync(out('blind'), 'utf8').split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ reviews: [], scores: [] });
  });
});

describe('planFile', () => {
  const plan = (text: string | Uint8Array, over: Partial<Parameters<typeof planFile>[1]> = {}) =>
    planFile(store.db, {
      bytes: typeof text === 'string' ? Buffer.from(text) : text,
      name: 'file',
      format: 'auto',
      callId: 'a',
      layers: null,
      update: false,
      ...over,
    });
  const outcomes = ({ calls }: ReturnType<typeof planFile>) =>
    calls.flatMap(({ annotations }) => annotations.map(({ outcome }) => outcome));
  const commit = (planned: ReturnType<typeof planFile>) => {
    for (const { changes } of planned.calls) if (changes.length > 0) apply(...changes);
  };
  const exported = async (format: (typeof exportFormats)[number]) => {
    await writeExport(store.db, { format, out: out(format), callIds: ['a'], nowMs });
    return readFileSync(format === 'csv' ? join(out(format), 'annotations.csv') : out(format));
  };

  it.each(importFormats)('%s: what was written here changes nothing when it is read again, twice', async (format) => {
    const bytes = await exported(format);
    const first = plan(bytes, { format });
    if (format !== 'textgrid' && format !== 'audacity') {
      expect(outcomes(first)).toEqual(['same', 'same']);
      expect(first.calls[0]?.changes).toEqual([]);
      return;
    }
    // These carry no ids: what was written here comes in as another's, once.
    expect(outcomes(first)).toEqual(['new', 'new']);
    commit(first);
    expect(outcomes(plan(bytes, { format }))).toEqual(['same', 'same']);
  });

  it('leaves what was edited or deleted here since, unless it is to be as in the file', async () => {
    const bytes = await exported('eaf');
    const seen = () => findChangedItems(store.db, 'a', 0).items.find(({ id }) => id === 'n1')?.heads ?? {};
    apply({ ...note('n1', 'a', {}), set: { text: 'edited', severity: null }, seen: seen() });
    apply({ ...note('n2', 'a', {}), set: { deleted: true } });
    expect(outcomes(plan(bytes))).toEqual(['differs', 'deleted']);
    const update = plan(bytes, { update: true });
    expect(update.calls[0]?.changes).toMatchObject([
      { kind: 'annotation', itemId: 'n1', set: { text: 'too slow, "really"', severity: 'major' } },
    ]);
    commit(update);
    const [item] = findChangedItems(store.db, 'a', 0).items.filter(({ id }) => id === 'n1');
    expect(item).toMatchObject({ fields: { text: 'too slow, "really"', severity: 'major' }, rivals: {} });
    expect(outcomes(plan(bytes, { update: true }))).toEqual(['same', 'deleted']);
  });

  it('keeps what somebody changed in another program, and gives it back', async () => {
    const text = (await exported('vtt')).toString('utf8');
    const moved = text.replace('00:00:01.000 --> 00:00:02.500', '00:00:01.500 --> 00:00:02.500');
    expect(moved).not.toBe(text);
    const added = `${moved}\n00:00:10.000 --> 00:00:11.000\nadded by hand\n`;
    const planned = plan(added, { update: true });
    expect(outcomes(planned)).toEqual(['changed', 'same', 'new']);
    commit(planned);
    expect(outcomes(plan(added))).toEqual(['same', 'same', 'same']);
  });

  it('does not let a file of another call take this call’s ids', async () => {
    const bytes = await exported('eaf');
    const planned = plan(bytes, { callId: '../b' });
    expect(outcomes(planned)).toEqual(['new', 'new']);
    expect(planned.calls[0]?.annotations.map(({ itemId }) => itemId)).not.toContain('n1');
    commit(planned);
    expect(outcomes(plan(bytes, { callId: '../b' }))).toEqual(['same', 'same']);
  });

  it('brings tags that are not here, once', () => {
    const file = '{"text":"a","startMs":1,"tagNames":["New","ASR"]}\n{"text":"b","startMs":2,"tagNames":["New"]}';
    const planned = plan(file);
    expect(planned.calls[0]?.newTags).toEqual(['New']);
    commit(planned);
    const names = findChangedItems(store.db, null, 0)
      .items.filter(({ kind }) => kind === 'tag')
      .map(({ fields }) => fields.name);
    expect(names).toEqual(['ASR', 'New']);
    expect(plan(file).calls[0]).toMatchObject({ changes: [], newTags: [] });
  });

  it('keeps annotations on calls that are not here, and knows them when they come again', () => {
    const file = '{"call":{"call_id":"later"},"annotations":[{"id":"n9","text":"a","startMs":1000,"endMs":2000}]}';
    const planned = plan(file, { callId: null });
    expect(planned.calls).toMatchObject([{ callId: 'later', isHere: false }]);
    commit(planned);
    expect(outcomes(plan(file, { callId: null }))).toEqual(['same']);
    expect(() => plan('1\t2\ta', { callId: null })).toThrow('name the call');
  });

  it('takes only the tiers that are wanted', () => {
    const file =
      'File type = "ooTextFile"\nObject class = "TextGrid"\n0 9 <exists> 2\n"IntervalTier" "words" 0 9 1 0 9 "hello"\n"TextTier" "clicks" 0 9 1 3 "click"';
    expect(plan(file).layers).toEqual([
      { name: 'words', annotations: 1 },
      { name: 'clicks', annotations: 1 },
    ]);
    expect(plan(file, { layers: ['clicks'] }).calls[0]?.annotations.map(({ read }) => read.text)).toEqual(['click']);
  });

  it('reads the same annotations from JSONL and CSV', async () => {
    const lines = readJsonLines((await exported('jsonl')).toString('utf8'));
    const rows = readCsvAnnotations(parseCsv((await exported('csv')).toString('utf8')));
    const bare = ({ annotations }: typeof lines) => annotations.map(({ line, ...rest }) => rest);
    expect(bare(rows)).toEqual(bare(lines));
  });
});

describe('a file that cannot be written', () => {
  it('fails the export and leaves nothing', async () => {
    const nowhere = join(place.dir, 'missing', 'x.jsonl');
    const written = writeExport(store.db, { format: 'jsonl', out: nowhere, nowMs });
    await expect(written).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(place.dir)).toEqual([]);
  });
});
