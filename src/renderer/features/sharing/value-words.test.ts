import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '#shared/model/review/event.ts';
import { aboutWords, conflictsOf, fieldWords, isText, valueWords } from './value-words.ts';

const names = new Map([['t1', 'Slow']]);

describe('values of a conflict', () => {
  it.each([
    ['text', 'too slow', 'too slow'],
    ['text', '', 'An empty text'],
    ['text', null, 'Nothing'],
    ['deleted', true, 'Deleted'],
    ['resolved', false, 'Open'],
    ['severity', 'major', 'major'],
    ['tags', ['t1', 't9'], 'Slow, t9'],
    ['tags', [], 'None'],
    ['value', { is: 'answer', answer: true }, 'Yes'],
    ['value', { is: 'na' }, 'Does not apply'],
    ['anchor', { on: 'range', startMs: 1500, endMs: 61_000 }, '0:01.5 to 1:01.0'],
    ['anchor', { on: 'call' }, 'The whole call'],
    ['definition', { sections: [] }, '{\n  "sections": []\n}'],
  ])('%s %j', (field, value, words) => expect(valueWords(field, value, names)).toBe(words));

  it('names fields', () => {
    expect([fieldWords('anchor'), fieldWords('text'), fieldWords('publishedMs')]).toEqual([
      'place',
      'text',
      'published ms',
    ]);
  });

  it('knows which are texts that can be merged', () => {
    expect(isText('text', ['a', null])).toBe(true);
    expect(isText('value', ['a', 'b'])).toBe(false);
    expect(isText('text', ['a', 3])).toBe(false);
  });

  it('says which item it is about', () => {
    const fields = { anchor: { on: 'point', atMs: 9000 }, text: 'too slow' };
    const about = (field: string) => aboutWords({ key: 'k', field, item: { fields } as unknown as ReviewItem });
    expect(about('severity')).toBe('At 0:09.0: too slow');
    expect(about('text')).toBe('At 0:09.0');
    expect(aboutWords({ key: 'k', field: 'x', item: { fields: {} } as unknown as ReviewItem })).toBeNull();
  });

  it('has one conflict for each field', () => {
    const rival = { eventId: 'e', value: 'a', author: 'ana', atMs: 1 };
    const item = { kind: 'annotation', id: 'n', rivals: { text: [rival, rival], severity: [rival, rival] } };
    expect(conflictsOf([item as unknown as ReviewItem]).map(({ field }) => field)).toEqual(['text', 'severity']);
  });
});
