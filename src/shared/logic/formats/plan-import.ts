import type { Anchor } from '../../model/review/anchor.ts';
import type { ReviewChange, ReviewItem } from '../../model/review/event.ts';
import type { ExchangeAnnotation, ReadAnnotation, Stretch } from '../../model/review/exchange.ts';
import { sameJson } from '../review/same-json.ts';
import { roundTo } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import type { Carrying } from './formats.ts';

/**
 * What becomes of an annotation of a file. `same` = it is here as the file has it; `differs` = it is here, and not as in the
 * file, and stays; `changed` = it is here and becomes as in the file; `deleted` = it was deleted here and stays so.
 */
export type ImportOutcome = 'new' | 'same' | 'differs' | 'changed' | 'deleted';

export interface PlannedAnnotation {
  readonly read: ReadAnnotation;
  readonly itemId: string;
  readonly outcome: ImportOutcome;
}

export interface ImportPlan {
  readonly annotations: readonly PlannedAnnotation[];
  readonly changes: readonly ReviewChange[];
  /** Names of tags that are not in the taxonomy yet and come with it. */
  readonly newTags: readonly string[];
}

export interface ImportInput {
  readonly annotations: readonly ReadAnnotation[];
  readonly carrying: Carrying;
  readonly call: { readonly id: string; readonly recordingMs: number | null };
  /** The call's annotations as they would be written now. */
  readonly here: readonly ExchangeAnnotation[];
  /** Any item that is known, deleted ones and those of other calls included. */
  readonly findItem: (kind: 'annotation' | 'tag', id: string) => ReviewItem | undefined;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  /** A short text that is the same for the same text, and for no other. */
  readonly digest: (text: string) => string;
  /** Makes annotations that are here as the file has them; else they stay as they are. */
  readonly update: boolean;
}

/** Beyond a recording's end by this much, ms, is rounding of whoever wrote the file; more is another recording. */
const END_TOLERANCE_MS = 1000;
const MOST_ANNOTATIONS = 100_000;
const LONGEST_TEXT = 2_000_000;
const MOST_TAGS = 100;

/**
 * Decides what an import changes. An annotation that carries Earmark's id is the one of that id; every other has an id made
 * of the call, its place and its words, so that the same file again finds what the first time has made and changes nothing,
 * also where that was edited or deleted since.
 *
 * @throws FormatError naming the line for what lies beyond the recording or is too large.
 */
export function planImport(input: ImportInput): ImportPlan {
  const { annotations, call } = input;
  if (annotations.length > MOST_ANNOTATIONS) {
    throw new FormatError(`it holds ${annotations.length} annotations; at most ${MOST_ANNOTATIONS} can be read.`);
  }
  const tagIds = new Map(input.tags.map(({ id, name }) => [name, id]));
  const newTags: string[] = [];
  const changes: ReviewChange[] = [];
  const tagIdOf = (name: string): string => {
    const known = tagIds.get(name);
    if (known !== undefined) return known;
    const id = `tag-${input.digest(`tag ${name}`)}`;
    tagIds.set(name, id);
    if (input.findItem('tag', id) === undefined) {
      newTags.push(name);
      changes.push({ kind: 'tag', itemId: id, callId: null, set: { name } });
    }
    return id;
  };
  const here = new Map(input.here.map((one) => [one.id, one]));
  const taken = new Set<string>();
  const planned = annotations.map((read): PlannedAnnotation => {
    check(read, call.recordingMs);
    const itemId = itemIdOf(read, input, taken);
    const item = input.findItem('annotation', itemId);
    const isCarried = itemId === read.id;
    const fields = fieldsOf(read, tagIdOf);
    const change = (set: ReviewChange['set'], seen: ReviewItem['heads']): void => {
      changes.push({ kind: 'annotation', itemId, callId: call.id, set, seen });
    };
    if (item === undefined) {
      change(fields, {});
      return { read, itemId, outcome: 'new' };
    }
    const one = here.get(itemId);
    if (one === undefined) return { read, itemId, outcome: 'deleted' };
    const differing = isCarried ? differences(read, one, input) : [];
    if (differing.length === 0) return { read, itemId, outcome: 'same' };
    if (!input.update) return { read, itemId, outcome: 'differs' };
    change(Object.fromEntries(differing.map((field) => [field, fields[field] ?? null])), item.heads);
    return { read, itemId, outcome: 'changed' };
  });
  return { annotations: planned, changes, newTags };
}

function check({ line, at, text, tags = [] }: ReadAnnotation, recordingMs: number | null): void {
  if (text.length > LONGEST_TEXT) throw new FormatError('its text is longer than two million characters.', line);
  if (tags.length > MOST_TAGS) throw new FormatError(`it has more than ${MOST_TAGS} tags.`, line);
  for (const name of tags) {
    if (name === '' || name.length > 200) throw new FormatError('a tag has 1 to 200 characters.', line);
  }
  if (at === null || recordingMs === null || at.endMs <= recordingMs + END_TOLERANCE_MS) return;
  const words = `${at.endMs / 1000} s is beyond the end of the recording (${Math.round(recordingMs) / 1000} s)`;
  throw new FormatError(`${words}; is it a file of another call?`, line);
}

/** Its own id; where that is another call's or comes twice in the file, one that is made of it. */
function itemIdOf(read: ReadAnnotation, { call, findItem, digest }: ImportInput, taken: Set<string>): string {
  if (read.id !== null && !taken.has(read.id)) {
    const item = findItem('annotation', read.id);
    if (item === undefined || item.callId === call.id) {
      taken.add(read.id);
      return read.id;
    }
  }
  const content = JSON.stringify([call.id, read.id, read.layer, read.at, read.text]);
  for (let again = 0; ; again += 1) {
    const id = `import-${digest(`${content} ${again}`)}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

/** What a new annotation is made of: what the file says, and nothing else. */
function fieldsOf(read: ReadAnnotation, tagIdOf: (name: string) => string): ReviewChange['set'] {
  const { text, tags, severity, resolved, sameAs } = read;
  return {
    anchor: asJson(read.anchor ?? anchorOf(read.at)),
    text,
    ...(tags === undefined || tags.length === 0 ? {} : { tags: tags.map(tagIdOf) }),
    ...(severity == null ? {} : { severity }),
    ...(resolved === true ? { resolved } : {}),
    ...(sameAs === undefined || sameAs.length === 0 ? {} : { sameAs: [...sameAs] }),
  };
}

/** Without what is only undefined. */
function asJson(anchor: Anchor): ReviewChange['set'][string] {
  return JSON.parse(JSON.stringify(anchor));
}

function anchorOf(at: Stretch | null): Anchor {
  if (at === null) return { on: 'call' };
  const { startMs, endMs } = at;
  return startMs === endMs ? { on: 'point', atMs: startMs } : { on: 'range', startMs, endMs };
}

/** The fields in which a file says something else than it would if it were written now. */
function differences(read: ReadAnnotation, one: ExchangeAnnotation, input: ImportInput): string[] {
  const { textAs } = input.carrying;
  const { text, severity, resolved, sameAs, anchor } = one.fields;
  const isMoved =
    read.anchor === undefined ? !samePlace(read.at, one.at, input) : !sameJson(read.anchor ?? null, anchor ?? null);
  return [
    ...(isMoved ? ['anchor'] : []),
    ...(read.text === textAs(text ?? '') ? [] : ['text']),
    ...(read.tags === undefined || sameJson(read.tags, one.tagNames.map(textAs)) ? [] : ['tags']),
    ...(read.severity === undefined || read.severity === severity ? [] : ['severity']),
    ...(read.resolved === undefined || read.resolved === (resolved ?? false) ? [] : ['resolved']),
    ...(read.sameAs === undefined || sameJson(read.sameAs, sameAs ?? []) ? [] : ['sameAs']),
  ];
}

/** Whether a place in the file is the one of an annotation here, as finely as the format tells. */
function samePlace(read: Stretch | null, at: Stretch | null, { carrying, call }: ImportInput): boolean {
  const { stepMs } = carrying;
  const whole = call.recordingMs === null ? null : { startMs: 0, endMs: call.recordingMs };
  // On the call as a whole: written as lying over all of it where the format has nothing else.
  if (at === null && (read === null || whole === null)) return read === null;
  const expected = at ?? whole;
  if (read === null || expected === null) return false;
  const near = (a: number, b: number) => roundTo(stepMs, a) === roundTo(stepMs, b);
  return near(read.startMs, expected.startMs) && near(read.endMs, expected.endMs);
}
