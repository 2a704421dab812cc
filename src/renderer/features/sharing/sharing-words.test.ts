import { describe, expect, it } from 'vitest';
import type { BundleInspection, MergeResult } from '#shared/model/bundle.ts';
import { changesAnything, inspectionRows, mergeSentences } from './receive-words.ts';
import { defaultRules, rulesOf } from './redaction-form.tsx';

const nothing: BundleInspection = {
  createdMs: 0,
  by: null,
  app: '1',
  counts: { calls: 2, events: 9, rawCalls: 0, recordings: 0 },
  redaction: null,
  newEvents: 0,
  newItems: 0,
  conflicts: 0,
  callsNotHere: 0,
  erasedCalls: 0,
  newCalls: 0,
  newRecordings: 0,
};

describe('what a bundle brings', () => {
  it('is nothing, or something', () => {
    expect(changesAnything(nothing)).toBe(false);
    expect(changesAnything({ ...nothing, newRecordings: 1 })).toBe(true);
  });

  it('has rows for what is in it', () => {
    const labels = (inspection: BundleInspection) => inspectionRows(inspection).map(([label]) => label);
    expect(labels(nothing)).toHaveLength(5);
    expect(labels({ ...nothing, callsNotHere: 3, erasedCalls: 1 })).toHaveLength(7);
  });
});

it('says what a merge did, and what it left', () => {
  const result: MergeResult = {
    events: { added: 1, known: 0, erased: 2 },
    calls: { added: 1, updated: 1, known: 0, erased: 0, unreadable: 0 },
    recordings: { added: 0, known: 0, erased: 0, withoutCall: 0 },
    callsNotHere: 1,
    conflicts: 2,
  };
  expect(mergeSentences(result)).toEqual([
    '1 piece of review work was added.',
    '2 calls were stored.',
    '1 call is not here: the work on it shows when it comes.',
    'What was about calls that were erased here stayed out.',
    '2 to settle: something else is written here in the same place.',
  ]);
});

it('makes rules of what was typed', () => {
  const rules = rulesOf({ ...defaultRules, names: ' Anna Kovács\n\nAnna Kovács; Béla ,' });
  expect(rules.names).toEqual(['Anna Kovács', 'Béla']);
});
