import type { Anchor, Placement, Quote, TurnKey } from '../../model/review/anchor.ts';
import type { Budget } from './align.ts';
import { type Located, locate } from './locate.ts';
import { type AnchorTool, type AnchorTurn, MAX_TEXT } from './make.ts';
import { type FoundWords, findQuote } from './quote.ts';
import { createStream, nearestTurn, type Stream } from './stream.ts';
import { placeTool } from './tools.ts';

/** Today's call: what anchors are placed in. */
export interface AnchorTarget {
  readonly turns: readonly AnchorTurn[];
  readonly toolCalls: readonly AnchorTool[];
  /** How long the recording is, ms; null where there is none or nobody knows. */
  readonly recordingMs: number | null;
}

/** What placing all anchors of a call may cost, in cells of alignment tables: about half a second. What is left then is flagged. */
const BUDGET_CELLS = 20_000_000;

const nowhere = { turn: null, from: null, to: null, tool: null } as const;

/**
 * Places anchors in a call as it is today, each by its turn's key, its quote with context, and its time; see
 * `docs/anchors.md`. What is not beyond doubt is `check` with the likeliest place, or `lost`; nothing is left out: the
 * answer has one placement for each anchor, in order. Linear in the transcript and in the anchors, with bounded work for
 * each turn that has changed.
 */
export function placeAnchors(anchors: readonly Anchor[], target: AnchorTarget): Placement[] {
  const search = createSearch(target.turns);
  return anchors.map((anchor) => placeOne(anchor, target, search));
}

/** What is looked up once for all anchors of a call. */
interface Search {
  /** The transcript, read at the first anchor that needs it. */
  stream(): Stream;
  locate(key: TurnKey, text: string): Located;
  isRepeated(text: string): boolean;
}

function createSearch(turns: readonly AnchorTurn[]): Search {
  const budget: Budget = { cells: BUDGET_CELLS };
  const located = new Map<string, Located>();
  let row: Stream | null = null;
  let counts: Map<string, number> | null = null;
  const stream = (): Stream => {
    row ??= createStream(turns);
    return row;
  };
  return {
    stream,
    locate: (key, text) => {
      const name = JSON.stringify([key.index, key.startMs, key.before, key.after, text]);
      const known = located.get(name);
      if (known !== undefined) return known;
      const found = locate(key, text, stream(), budget);
      located.set(name, found);
      return found;
    },
    isRepeated: (text) => {
      if (counts === null) {
        counts = new Map();
        for (const { content } of turns) counts.set(content, (counts.get(content) ?? 0) + 1);
      }
      return (counts.get(text) ?? 0) > 1;
    },
  };
}

function placeOne(anchor: Anchor, { turns, toolCalls, recordingMs }: AnchorTarget, search: Search): Placement {
  switch (anchor.on) {
    case 'call':
      return { state: 'same', ...nowhere, why: null };
    case 'point':
      return placeTime(anchor.atMs, recordingMs);
    case 'range':
      return placeTime(anchor.endMs, recordingMs);
    case 'tool':
      return placeTool(anchor.tool, toolCalls);
    case 'turn':
      if (isUnchanged(anchor.turn, turns, search)) return unchanged(anchor.turn.index);
      if (turns.length === 0) return lost('The transcript is not there any more.');
      return placeTurn(anchor.turn, search.locate(anchor.turn, anchor.turn.text), search.stream());
    case 'text': {
      const { turn, quote } = anchor;
      const end = quote.at + quote.exact.length;
      if (isUnchanged(turn, turns, search) && turns[turn.index]?.content.slice(quote.at, end) === quote.exact) {
        return { ...unchanged(turn.index), from: quote.at, to: end };
      }
      if (turns.length === 0) return lost('The transcript is not there any more.');
      return placeText(turn, quote, search);
    }
  }
}

const unchanged = (turn: number): Placement => ({ state: 'same', ...nowhere, turn, why: null });
const lost = (why: string): Placement => ({ state: 'lost', ...nowhere, why });

/** Recordings of the same call differ in length by a frame or two when they are packed anew. */
const END_SLACK_MS = 100;

function placeTime(lastMs: number, recordingMs: number | null): Placement {
  if (recordingMs === null || lastMs <= recordingMs + END_SLACK_MS) return { state: 'same', ...nowhere, why: null };
  return { state: 'check', ...nowhere, why: 'The recording ends before this.' };
}

/** Does the turn stand where it stood, with its words and its time (or, where none is given, its neighbours)? */
function isUnchanged(key: TurnKey, turns: readonly AnchorTurn[], search: Search): boolean {
  const turn = turns[key.index];
  if (turn === undefined || turn.role !== key.role) return false;
  const sameText = turn.content === key.text || (key.text.length >= MAX_TEXT - 1 && turn.content.startsWith(key.text));
  if (!sameText) return false;
  if (turn.startMs !== null && key.startMs !== null) return turn.startMs === key.startMs;
  if (key.before !== undefined && key.after !== undefined) {
    const before = turns[key.index - 1]?.content ?? '';
    const after = turns[key.index + 1]?.content ?? '';
    return before.endsWith(key.before) && after.startsWith(key.after);
  }
  return !search.isRepeated(turn.content);
}

const roleNames = { agent: 'the agent', caller: 'the caller', other: 'somebody else' } as const;

function doubt(located: Located): string {
  if (located.rival) return 'The same words stand in several places now, and it is not clear which were meant.';
  return 'The transcript has changed here; this is the likeliest place.';
}

/** Share of a turn's words that has to be in one turn for the annotation to stand there without a look. */
const MAIN_PART = 0.8;

function placeTurn(key: TurnKey, located: Located, stream: Stream): Placement {
  const { place } = located;
  if (place === null) return placeWithoutWords(key, located, stream);
  const counts = new Map<number, number>();
  for (const at of place.map) {
    const turn = stream.turnOf[at];
    if (at >= 0 && turn !== undefined) counts.set(turn, (counts.get(turn) ?? 0) + 1);
  }
  const [first = 0] = counts.keys();
  const [most, mostWords] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  const check = (turn: number, why: string): Placement => ({ state: 'check', ...nowhere, turn, why });
  if (!located.certain) return check(most, doubt(located));
  if (mostWords < MAIN_PART * place.matched) return check(first, 'This turn is several turns now.');
  const turn = stream.turns[most];
  if (turn !== undefined && turn.role !== key.role) {
    return check(most, `The vendor says now that ${roleNames[turn.role]} said this.`);
  }
  const same = most === key.index && turn?.content === key.text;
  return { state: same ? 'same' : 'moved', ...nowhere, turn: most, why: null };
}

/** A turn of which no word is left, or that has none: what stands at its time is shown, for a person to decide. */
function placeWithoutWords(key: TurnKey, located: Located, stream: Stream): Placement {
  if (located.givenUp) {
    const turn = Math.min(key.index, stream.turns.length - 1);
    return { state: 'check', ...nowhere, turn, why: 'Too much of this long transcript has changed to follow this.' };
  }
  const wordless = located.words.words.length === 0;
  const here = key.startMs === null ? -1 : nearestTurn(stream, key.startMs);
  const turn = stream.turns[here];
  if (turn?.startMs === key.startMs && turn?.role === key.role) {
    const same = wordless && turn.content === key.text;
    if (same) return { state: here === key.index ? 'same' : 'moved', ...nowhere, turn: here, why: null };
    return { state: 'check', ...nowhere, turn: here, why: 'At this time the transcript has other words now.' };
  }
  if (stream.cut) return lost('The transcript is too long to be searched for these words.');
  return lost(wordless ? 'This turn had no words to find it by.' : 'These words are not in the transcript any more.');
}

function placeText(key: TurnKey, quote: Quote, search: Search): Placement {
  const stream = search.stream();
  const located = search.locate(key, key.text);
  const found = findQuote(quote, located, stream);
  if (found !== null) {
    const turn = stream.turns[found.turn];
    const at = { tool: null, turn: found.turn, from: found.from, to: found.to };
    const why = reasonToLook(key, found, located, turn);
    if (why !== null) return { state: 'check', ...at, why };
    const same =
      found.turn === key.index && found.from === quote.at && turn?.content.slice(found.from, found.to) === quote.exact;
    return { state: same ? 'same' : 'moved', ...at, why: null };
  }
  // The turn does not lead to the words: perhaps they went elsewhere without it.
  const text = quote.prefix + quote.exact + quote.suffix;
  if (text !== key.text) {
    const elsewhere = search.locate(key, text);
    const words = findQuote({ ...quote, at: quote.prefix.length }, elsewhere, stream);
    if (words?.whole === true) {
      const why = 'These words stand elsewhere now, in other company.';
      return { state: 'check', tool: null, turn: words.turn, from: words.from, to: words.to, why };
    }
  }
  const near = placeTurn(key, located, stream);
  if (near.turn === null) return near;
  return { ...near, state: 'check', why: 'The turn is here, but these words are not in it any more.' };
}

function reasonToLook(key: TurnKey, found: FoundWords, located: Located, turn: AnchorTurn | undefined): string | null {
  if (!located.certain) return doubt(located);
  if (!found.whole) return 'These words have changed.';
  if (!found.sure) return 'The words around these have changed, and it is not clear that these are the ones.';
  if (turn !== undefined && turn.role !== key.role) {
    return `The vendor says now that ${roleNames[turn.role]} said this.`;
  }
  return null;
}
