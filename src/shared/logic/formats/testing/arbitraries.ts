import fc from 'fast-check';
import type { Anchor } from '../../../model/review/anchor.ts';
import type { ExchangeAnnotation } from '../../../model/review/exchange.ts';
import { severitySchema } from '../../../model/review/items.ts';
import { annotationOf } from './exchange-calls.ts';

/** Texts with everything that some format gives a meaning to, and with what some cannot hold. */
const awkward = fc.constantFrom(
  ...'\n|\r|\r\n|\t|\n\n|"|""|\'|,|;|\\|&|&amp;|<|>|<v Ana>|-->|]]>|<!DOCTYPE x>|NOTE|WEBVTT|=1+1|@x|!|<exists>'.split(
    '|',
  ),
  ...['00:01.000 --> 00:02.000', 'STYLE', ' ', '\u00a0', '\u0000', '\u0001', '\u000b', '\u001f', '\u007f', '\u0085'],
  ...[
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udc00',
    '\u202e',
    '\u200f',
    'שלום',
    'مرحبا',
    '👩🏽‍🚒',
    '🇩🇪',
    'é',
    '12',
    '1.5',
  ],
);

export const anyText = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

const anyId = fc.oneof(
  fc.uuid(),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
  fc.constantFrom('a/b', 'ä-->ö', '..', 'line\nbreak', '"quoted"', "it's"),
);

const anyMs = fc.oneof(
  fc.integer({ min: 0, max: 59_000_000 }).map((micros) => micros / 1000),
  fc.double({ min: 0, max: 59_000, noNaN: true }),
  fc.integer({ min: 0, max: 59 }).map((seconds) => seconds * 1000),
);

type Placed = Pick<ExchangeAnnotation, 'at' | 'turn'> & { anchor: Anchor };

const placed: fc.Arbitrary<Placed> = fc.oneof(
  fc.constant({ at: null, turn: null, anchor: { on: 'call' } } satisfies Placed),
  anyMs.map((atMs): Placed => ({ at: { startMs: atMs, endMs: atMs }, turn: null, anchor: { on: 'point', atMs } })),
  fc.tuple(anyMs, anyMs).map(([a, b]): Placed => {
    const at = { startMs: Math.min(a, b), endMs: Math.max(a, b) };
    return { at, turn: null, anchor: { on: 'range', ...at } };
  }),
  anyText.map(
    (text): Placed => ({
      at: { startMs: 500, endMs: 5500 },
      turn: 0,
      anchor: {
        on: 'text',
        turn: { index: 0, role: 'agent', startMs: 500, text: text.slice(0, 100) },
        quote: { exact: text.slice(0, 50) || 'x', prefix: '', suffix: text.slice(0, 20), at: 0 },
      },
    }),
  ),
);

const tagName = fc.oneof(
  fc.constantFrom('ASR', 'a; b', 'back\\slash', '"x"', '<tag>', 'שלום', ' x '),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }),
);

/** Annotations of one call, each with an id of its own. */
export const anyAnnotations: fc.Arbitrary<ExchangeAnnotation[]> = fc.uniqueArray(
  fc
    .record({
      id: anyId,
      place: placed,
      text: anyText,
      tags: fc.uniqueArray(tagName, { maxLength: 3 }),
      severity: fc.option(fc.constantFrom(...severitySchema.options)),
      resolved: fc.boolean(),
      sameAs: fc.uniqueArray(anyId, { maxLength: 2 }),
    })
    .map(({ id, place: { anchor, ...place }, text, tags, ...rest }) =>
      annotationOf(id, {
        ...place,
        tagNames: tags,
        fields: { anchor, text, tags: tags.map((name) => `id of ${name}`), ...rest },
      }),
    ),
  { selector: ({ id }) => id, maxLength: 8 },
);
