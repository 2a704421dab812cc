import { anchorSchema } from '#shared/model/review/anchor.ts';
import type { ReviewKind } from '#shared/model/review/event.ts';
import { correctionSchema } from '#shared/model/review/items.ts';
import { redactAnchor } from './anchors.ts';
import type { Redactor } from './redactor.ts';
import { placeAfter, replaceSpans } from './spans.ts';

/** How ids are renamed in a redacted copy. */
export interface Renaming {
  item(id: string): string;
  call(callId: string): string;
}

/** By kind: the fields that name other items, and those that name calls. */
const itemReferences: Partial<Record<ReviewKind, readonly string[]>> = {
  annotation: ['tags', 'sameAs'],
  review: ['versionId', 'replaces', 'packId', 'repeatOf'],
  score: ['reviewId'],
  dispute: ['reviewId'],
  assignment: ['packId', 'repeatOf'],
  'scorecard-version': ['scorecardId'],
  pack: ['versionId'],
  pair: ['pairId'],
  vote: ['session'],
};
const callReferences: Partial<Record<ReviewKind, readonly string[]>> = {
  pack: ['callIds'],
  vote: ['firstCall', 'secondCall'],
};

/** Words of the format itself, where they stand under these names. */
const ownWords = new Set(
  `call turn text point range tool agent caller other info minor major critical in-progress done disputed resolved upheld
   changed answer na grey blue teal green yellow orange red purple yes-no scale choice number no section below at-most
   at-least above yes pinned broken first second none`.split(/\s+/),
);
const ownNames = new Set([
  'on',
  'role',
  'severity',
  'state',
  'outcome',
  'is',
  'colour',
  'type',
  'critical',
  'good',
  'metric',
  'heardFirst',
  'choice',
]);
const isOwn = (name: string, value: string) =>
  ownNames.has(name) && (ownWords.has(value) || (/^[a-z-]+$/.test(value) && name === 'metric'));
/** Fields whose values are ids: they stay as they are unless a word that is to go is in them. */
const idNames = new Set(['id', 'criterionId', 'criterionIds', 'reviewer', 'reviewers', 'answeredBy', 'answers']);

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What an event sets, without what the rules take out and with its references renamed. */
export function redactFields(
  kind: ReviewKind,
  set: Readonly<Record<string, unknown>>,
  redactor: Redactor,
  renaming: Renaming,
): Record<string, Json> {
  const entries = Object.entries(set).map(([field, value]): [string, Json] => {
    if (itemReferences[kind]?.includes(field)) return [field, mapStrings(value as Json, renaming.item)];
    if (callReferences[kind]?.includes(field)) return [field, mapStrings(value as Json, renaming.call)];
    return [redactor.redact(field), redactValue(field, value as Json, redactor)];
  });
  const fields = Object.fromEntries(entries);
  if (kind === 'correction') moveSplits(set, fields, redactor);
  return fields;
}

function redactValue(name: string, value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') {
    if (isOwn(name, value)) return value;
    if (idNames.has(name) && isPlainId(value, redactor)) return value;
    return redactor.redact(value);
  }
  if (Array.isArray(value)) return value.map((part) => redactValue(name, part, redactor));
  if (typeof value !== 'object' || value === null) return value;
  const anchor = anchorSchema.safeParse(value);
  // An anchor is JSON; its optional members are left out, never undefined.
  if (anchor.success) return redactAnchor(anchor.data, redactor) as Json;
  const parts = Object.entries(value).map(([key, part]): [string, Json] => [
    redactor.redact(key),
    redactValue(key, part, redactor),
  ]);
  return Object.fromEntries(parts);
}

/** Digits in an id are no phone number, but a name may have got into one. */
export function isPlainId(id: string, redactor: Redactor): boolean {
  return (
    redactor.find(id).every(({ mark }) => mark === '[card]' || mark === '[number]') &&
    /^[\w:./-]+$/.test(id) &&
    !/^\+?\d+$/.test(id)
  );
}

function mapStrings(value: Json, map: (text: string) => string): Json {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((part) => mapStrings(part, map));
  return typeof value === 'object' ? null : value;
}

/** Where a turn was split is counted in the corrected words, which are now others. */
function moveSplits(set: Readonly<Record<string, unknown>>, fields: Record<string, Json>, redactor: Redactor): void {
  const splits = correctionSchema.shape.splits.safeParse(set.splits);
  const { text } = set;
  if (!splits.success || typeof text !== 'string') return;
  const spans = redactor.find(text);
  const length = replaceSpans(text, spans).length;
  fields.splits = splits.data
    .map(({ at, role }) => ({ at: Math.min(placeAfter(at, spans, 'end'), length), role }))
    .filter(({ at }, n, all) => at >= 1 && at < length && at !== all[n - 1]?.at);
}
