import { describe, expect, it } from 'vitest';
import { defaultTaxonomy } from './default-taxonomy.ts';
import {
  byCause,
  giveDigit,
  moveTag,
  nextSeverity,
  readTags,
  type Tag,
  tagCodes,
  tagOfDigit,
  toggleTag,
  UNNAMED_TAG,
  worseSeverity,
} from './tags.ts';

const tag = (id: string, rest: Partial<Tag> = {}): Tag => ({
  id,
  name: id,
  colour: 'grey',
  cause: '',
  key: null,
  order: 0,
  retired: false,
  ...rest,
});
const unset = { name: null, colour: null, cause: null, key: null, order: null, retired: null };

describe('readTags', () => {
  it('orders by place, name and id, and fills in what is missing', () => {
    const tags = readTags([
      { id: 'z', fields: { ...unset, order: 2, name: ' Late ' } },
      { id: 'y', fields: { ...unset, order: 1, name: 'b' } },
      { id: 'x', fields: { ...unset, order: 1, name: 'a' } },
      { id: 'w', fields: unset },
    ]);
    expect(tags.map(({ id }) => id)).toEqual(['w', 'x', 'y', 'z']);
    expect(tags[0]).toEqual(tag('w', { name: UNNAMED_TAG }));
    expect(tags[3]?.name).toBe('Late');
  });
});

it('a digit means the first tag in use that has it', () => {
  const tags = [tag('a', { key: 1, retired: true }), tag('b', { key: 1 }), tag('c', { key: 1 })];
  expect(tagOfDigit(tags, 1)?.id).toBe('b');
  expect(tagOfDigit(tags, 2)).toBeUndefined();
});

it('toggleTag puts on and takes off', () => {
  expect(toggleTag(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggleTag(['b'], 'a')).toEqual(['b', 'a']);
});

describe('tagCodes', () => {
  it('tells all tags apart in two letters, also those of the same name', () => {
    const names = ['Cut the caller off', 'Cut the caller off', 'Slow', 'Slow', '漢字', '👍', ''];
    const codes = tagCodes(names.map((name, i) => tag(String(i), { name })));
    expect([...codes.values()]).toEqual(['CT', 'CC', 'SL', 'SO', '漢字', '6', '7']);
  });
  it('gives every tag of the defaults a letter code of its own', () => {
    const codes = [...tagCodes(defaultTaxonomy.map(({ id, name }) => tag(id, { name }))).values()];
    expect(new Set(codes).size).toBe(defaultTaxonomy.length);
    for (const code of codes) expect(code).toMatch(/^\p{L}{1,2}$/u);
  });
});

it('the defaults have each digit once, and no id twice', () => {
  const digits = defaultTaxonomy.flatMap(({ key }) => key ?? []);
  expect(digits.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(defaultTaxonomy.map(({ id }) => id)).size).toBe(defaultTaxonomy.length);
});

it('byCause keeps the order of causes, those without one last', () => {
  const groups = byCause([tag('a'), tag('b', { cause: 'x' }), tag('c', { cause: 'y' }), tag('d', { cause: 'x' })]);
  expect(groups.map(({ cause, tags }) => [cause, tags.map(({ id }) => id).join('')])).toEqual([
    ['x', 'bd'],
    ['y', 'c'],
    ['', 'a'],
  ]);
});

it('a digit is taken from the tag that had it', () => {
  const tags = [tag('a', { key: 3 }), tag('b')];
  expect(giveDigit(tags, 'b', 3)).toEqual([
    { id: 'a', key: null },
    { id: 'b', key: 3 },
  ]);
  expect(giveDigit(tags, 'a', null)).toEqual([{ id: 'a', key: null }]);
});

describe('moveTag', () => {
  const apply = (tags: readonly Tag[], changes: readonly { id: string; order: number }[]) =>
    tags
      .map((one) => ({ ...one, ...changes.find(({ id }) => id === one.id) }))
      .sort((a, b) => a.order - b.order)
      .map(({ id }) => id)
      .join('');
  it('exchanges two places', () => {
    const tags = [tag('a', { order: 1 }), tag('b', { order: 5 }), tag('c', { order: 7 })];
    expect(apply(tags, moveTag(tags, 'b', -1))).toBe('bac');
    expect(apply(tags, moveTag(tags, 'b', 1))).toBe('acb');
    expect(moveTag(tags, 'a', -1)).toEqual([]);
    expect(moveTag(tags, 'nobody', 1)).toEqual([]);
  });
  it('numbers anew where places are equal', () => {
    const tags = [tag('a'), tag('b'), tag('c')];
    expect(apply(tags, moveTag(tags, 'c', -1))).toBe('acb');
  });
});

it('severities go round through none', () => {
  expect(nextSeverity(null, 1)).toBe('info');
  expect(nextSeverity('critical', 1)).toBeNull();
  expect(nextSeverity(null, -1)).toBe('critical');
  expect(worseSeverity('minor', null)).toBe('minor');
  expect(worseSeverity('minor', 'major')).toBe('major');
});
