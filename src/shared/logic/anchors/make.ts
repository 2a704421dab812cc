import type { Anchor, Quote, TurnKey } from '../../model/review/anchor.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';

/** What a turn needs for an anchor. */
export type AnchorTurn = Pick<Turn, 'index' | 'role' | 'startMs' | 'content'>;
export type AnchorTool = Pick<ToolCall, 'invocationId' | 'name' | 'entry' | 'startMs'>;

/** Longest text that an anchor keeps, UTF-16 units. */
export const MAX_TEXT = 20_000;
/** Longest name or id of a tool call that an anchor keeps. */
export const MAX_NAME = 500;
/** How much is kept of what stands beside the words, and of the neighbouring turns. */
const CONTEXT = 64;
const MAX_MS = 1e9;

/** Is the place between the two halves of one character? */
function cutsCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

/** The first characters of a text, at most `length` units, none cut in two. */
function head(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, cutsCharacter(text, length) ? length - 1 : length);
}

function tail(text: string, length: number): string {
  if (text.length <= length) return text;
  const at = text.length - length;
  return text.slice(cutsCharacter(text, at) ? at + 1 : at);
}

const knownMs = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= MAX_MS ? value : null;

function turnKey(turn: AnchorTurn, turns: readonly AnchorTurn[] | undefined): TurnKey {
  const key: TurnKey = {
    index: turn.index,
    role: turn.role,
    startMs: knownMs(turn.startMs),
    text: head(turn.content, MAX_TEXT),
  };
  if (turns === undefined) return key;
  return {
    ...key,
    before: tail(turns[turn.index - 1]?.content ?? '', CONTEXT),
    after: head(turns[turn.index + 1]?.content ?? '', CONTEXT),
  };
}

/**
 * An anchor on a whole turn. Give the call's `turns` (in the vendor's order) as well: what stands before and after tells
 * short turns from their repetitions when the transcript changes.
 */
export function makeTurnAnchor(turn: AnchorTurn, turns?: readonly AnchorTurn[]): Anchor {
  return { on: 'turn', turn: turnKey(turn, turns) };
}

/**
 * An anchor on words of a turn: `from` to `to` in `turn.content` (the vendor's text), UTF-16 units, either first. The range
 * is held within the text and widened to whole characters; an empty one gives an anchor on the turn.
 */
export function makeTextAnchor(turn: AnchorTurn, from: number, to: number, turns?: readonly AnchorTurn[]): Anchor {
  const text = turn.content;
  const hold = (at: number) => Math.max(0, Math.min(text.length, Math.trunc(at)));
  let start = hold(Math.min(from, to));
  let end = hold(Math.max(from, to));
  if (!(end > start)) return makeTurnAnchor(turn, turns);
  if (cutsCharacter(text, start)) start -= 1;
  if (cutsCharacter(text, end)) end += 1;
  const quote: Quote = {
    exact: head(text.slice(start, end), MAX_TEXT),
    prefix: tail(text.slice(0, start), CONTEXT),
    suffix: head(text.slice(end), CONTEXT),
    at: start,
  };
  return { on: 'text', turn: turnKey(turn, turns), quote };
}

/** An anchor on a tool call. */
export function makeToolAnchor(tool: AnchorTool): Anchor {
  return {
    on: 'tool',
    tool: {
      invocationId: tool.invocationId === null ? null : head(tool.invocationId, MAX_NAME),
      name: head(tool.name, MAX_NAME),
      entry: tool.entry,
      startMs: knownMs(tool.startMs),
    },
  };
}
