import type { Severity, TagColour } from '../../model/review/items.ts';

/** A word of the taxonomy, with nothing missing. */
export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly colour: TagColour;
  /** The root cause it belongs to; empty for none. */
  readonly cause: string;
  /** The digit that puts it on, 1-9. */
  readonly key: number | null;
  readonly order: number;
  readonly retired: boolean;
}

/** A tag as its item has it: all of it may be missing. */
export interface TagFields {
  readonly name: string | null;
  readonly colour: TagColour | null;
  readonly cause: string | null;
  readonly key: number | null;
  readonly order: number | null;
  readonly retired: boolean | null;
}

export const UNNAMED_TAG = 'Unnamed tag';

/** The tags in the taxonomy's order: by `order`, then by name, then by id, so that every seat lists them alike. */
export function readTags(items: readonly { readonly id: string; readonly fields: TagFields }[]): Tag[] {
  return items
    .map(({ id, fields }) => ({
      id,
      name: fields.name?.trim() || UNNAMED_TAG,
      colour: fields.colour ?? 'grey',
      cause: fields.cause?.trim() ?? '',
      key: fields.key,
      order: fields.order ?? 0,
      retired: fields.retired ?? false,
    }))
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** The tag that a digit puts on: the first in order that has it and is not retired. */
export function tagOfDigit(tags: readonly Tag[], digit: number): Tag | undefined {
  return tags.find((tag) => tag.key === digit && !tag.retired);
}

/** Puts a tag on, or takes it off; the others keep their order. */
export function toggleTag(tagIds: readonly string[], id: string): string[] {
  return tagIds.includes(id) ? tagIds.filter((one) => one !== id) : [...tagIds, id];
}

/** A tag that this workspace does not know, from another seat's work: it is shown, never dropped. */
export function unknownTag(id: string): Tag {
  return { id, name: `Unknown tag ${id.slice(0, 12)}`, colour: 'grey', cause: '', key: null, order: 0, retired: true };
}

/**
 * Two letters or less for each tag, different for each: a second sign beside its colour. The initials of its words, else the
 * beginning of its name, else a number.
 */
export function tagCodes(tags: readonly Tag[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set<string>();
  for (const [place, tag] of tags.entries()) {
    const candidates = [...codeCandidates(tag.name), String(place + 1)];
    const code = candidates.find((one) => !taken.has(one)) ?? `${place + 1}`;
    codes.set(tag.id, code);
    taken.add(code);
  }
  return codes;
}

function* codeCandidates(name: string): Generator<string> {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = '', ...rest] = words.map((word) => [...word.toLocaleUpperCase()]);
  const initial = first[0];
  if (initial === undefined) return;
  for (const word of rest) yield initial + (word[0] ?? '');
  for (const letter of first.slice(1)) yield initial + letter;
  yield initial;
}

/** Tags by root cause: causes in the order in which their first tag stands, tags without a cause last. */
export function byCause(tags: readonly Tag[]): { readonly cause: string; readonly tags: readonly Tag[] }[] {
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) {
    const group = groups.get(tag.cause);
    if (group === undefined) groups.set(tag.cause, [tag]);
    else group.push(tag);
  }
  return [...groups]
    .map(([cause, members]) => ({ cause, tags: members }))
    .sort((a, b) => Number(a.cause === '') - Number(b.cause === ''));
}

/** What to change so that a tag has a digit (null = none) and no other tag has it. */
export function giveDigit(
  tags: readonly Tag[],
  id: string,
  digit: number | null,
): { id: string; key: number | null }[] {
  const others = tags.filter((tag) => tag.id !== id && digit !== null && tag.key === digit);
  return [...others.map((tag) => ({ id: tag.id, key: null })), { id, key: digit }];
}

/** What to change so that a tag stands one place up (-1) or down (1) in its group of places; empty at the ends. */
export function moveTag(tags: readonly Tag[], id: string, by: 1 | -1): { id: string; order: number }[] {
  const from = tags.findIndex((tag) => tag.id === id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= tags.length) return [];
  const order = tags.map((tag) => tag.id);
  order.splice(from, 1);
  order.splice(to, 0, id);
  // Numbered anew only as far as needed: two seats that move different tags should not disagree on all of them.
  const [a, b] = [tags[from], tags[to]];
  if (a !== undefined && b !== undefined && a.order !== b.order) {
    return [
      { id: a.id, order: b.order },
      { id: b.id, order: a.order },
    ];
  }
  return order.map((one, place) => ({ id: one, order: place + 1 }));
}

export const severities: readonly Severity[] = ['info', 'minor', 'major', 'critical'];

/** The next severity up or down from this one; null (none) is below the least and above the worst. */
export function nextSeverity(now: Severity | null, by: 1 | -1): Severity | null {
  const steps: readonly (Severity | null)[] = [null, ...severities];
  return steps[(steps.indexOf(now) + by + steps.length) % steps.length] ?? null;
}

/** The worse of two severities. */
export function worseSeverity(a: Severity | null, b: Severity | null): Severity | null {
  const rank = (one: Severity | null) => (one === null ? -1 : severities.indexOf(one));
  return rank(a) >= rank(b) ? a : b;
}
