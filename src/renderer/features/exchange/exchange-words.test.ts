import { describe, expect, it } from 'vitest';
import { importLabel, importSentence, madeSentence, placeWords, written } from './exchange-words.ts';

const counts = (part: Partial<Record<'new' | 'same' | 'differs' | 'changed' | 'deleted', number>>) => ({
  counts: { new: 0, same: 0, differs: 0, changed: 0, deleted: 0, ...part },
});

describe('the words of an import', () => {
  it.each([
    [{}, 'There are no annotations in this file.', 0, 'Add 0 annotations'],
    [{ new: 1 }, '1 annotation will be added.', 1, 'Add 1 annotation'],
    [{ new: 2, same: 1 }, '2 annotations will be added, 1 is here already.', 2, 'Add 2 annotations'],
    [{ differs: 2, deleted: 1 }, '2 differ and will stay, 1 was deleted here.', 0, 'Add 0 annotations'],
    [{ changed: 1 }, '1 annotation will be changed.', 1, 'Change 1 annotation'],
    [{ new: 3, changed: 2 }, '3 annotations will be added, 2 annotations will be changed.', 5, 'Add 3, change 2'],
  ])('%o', (part, sentence, writes, label) => {
    expect(importSentence(counts(part))).toBe(sentence);
    expect(written(counts(part))).toBe(writes);
    expect(importLabel(counts(part))).toBe(label);
  });

  it('says where an annotation lies', () => {
    expect(placeWords(null)).toBe('Whole call');
    expect(placeWords({ startMs: 1500, endMs: 1500 })).toBe('0:01.5');
    expect(placeWords({ startMs: 1500, endMs: 62_000 })).toBe('0:01.5 – 1:02.0');
  });
});

describe('the words of an export', () => {
  const made = { token: 't', fileName: 'f', bytes: 2048, calls: 1, files: 1, empty: 0 };
  it('says what was written, and what was left out and why', () => {
    expect(madeSentence(made, 'vtt')).toBe('1 call in 1 file (2\u202fkB).');
    expect(madeSentence({ ...made, calls: 3, files: 3, empty: 2 }, 'rttm')).toBe(
      '3 calls in 3 files (2\u202fkB). 2 calls left out: no measured speech.',
    );
  });
});
