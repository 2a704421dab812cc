import type { Random } from '../../scripts/make-demo/random.ts';
import type { TurnRole } from '../../src/shared/model/turn.ts';
import type { Dialogue } from './dialogues.ts';

/** A stretch of a turn that keeps its identity through changes; `id` is new where the words are. */
export interface Piece {
  readonly id: number;
  /** Of which piece right beside it this is a repetition, word for word. */
  readonly repeats?: number;
  /** What stands before it in its turn. */
  readonly lead: string;
  readonly text: string;
}

export interface PiecedTurn {
  readonly role: TurnRole;
  readonly startMs: number | null;
  readonly pieces: readonly Piece[];
  /** Turns of the original that it is, wholly or in part. */
  readonly sources: readonly number[];
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Splits a dialogue into pieces: words, or characters in scripts without spaces. */
export function pieceDialogue(dialogue: Dialogue): { turns: PiecedTurn[]; nextId: number } {
  let nextId = 0;
  const turns = dialogue.turns.map(({ role, startMs, content }, source) => {
    const pieces: Piece[] = [];
    for (const found of content.matchAll(/(\s*)(\S+)/gu)) {
      const [, space = '', word = ''] = found;
      const parts = unspaced.test(word) ? (word.match(/[^\p{P}\p{M}][\p{P}\p{M}]*|[\p{P}\p{M}]+/gu) ?? [word]) : [word];
      for (const [i, text] of parts.entries()) {
        pieces.push({ id: nextId, lead: i === 0 ? space : '', text });
        nextId += 1;
      }
    }
    return { role, startMs, pieces, sources: [source] };
  });
  return { turns, nextId };
}

export const contentOf = ({ pieces }: Pick<PiecedTurn, 'pieces'>): string =>
  pieces.map(({ lead, text }, i) => (i === 0 ? '' : lead) + text).join('');

/** A transcript that is being changed. */
export interface Draft {
  turns: PiecedTurn[];
  /** Ids for words that are new. */
  newId(): number;
  readonly random: Random;
}

export interface Change {
  readonly kind: string;
  apply(draft: Draft): void;
}

const indexes = (draft: Draft): number[] => draft.turns.map((_, i) => i);

/** Some of the turns, at least one. */
function some(draft: Draft, share: number): number[] {
  const all = indexes(draft);
  const chosen = all.filter(() => draft.random.next() < share);
  return chosen.length > 0 ? chosen : [draft.random.int(0, all.length - 1)];
}

const copyPieces = (draft: Draft, pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece) => ({ ...piece, id: draft.newId() }));

const between = (draft: Draft, at: number): number | null => {
  const before = draft.turns[at - 1]?.startMs ?? 0;
  const after = draft.turns[at]?.startMs ?? before + 4000;
  return draft.turns.every(({ startMs }) => startMs === null) ? null : Math.round((before + after) / 2);
};

function insertAt(draft: Draft, at: number, pieces: readonly Piece[], role: TurnRole): void {
  draft.turns.splice(at, 0, { role, startMs: between(draft, at), pieces: copyPieces(draft, pieces), sources: [] });
}

/** Words of this transcript, so that what is put in is in its language. */
function anyPiece(draft: Draft): Piece {
  const turn = draft.random.pick(draft.turns.filter(({ pieces }) => pieces.some(isHeard)));
  return draft.random.pick(turn.pieces.filter(isHeard));
}

/** A text's letters and digits, without case. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, '');

/** Is there anything to be heard of a piece? A mark that stands alone is none. */
export const isHeard = ({ text }: Pick<Piece, 'text'>): boolean => lettersOf(text) !== '';

/**
 * A word that these do not have. Where one word is replaced by itself, or doubled, nobody could say which is the old one,
 * so there would be no truth.
 */
function otherPiece(draft: Draft, pieces: readonly Piece[]): Piece {
  for (let tries = 0; tries < 40; tries += 1) {
    const piece = anyPiece(draft);
    if (!pieces.some(({ text }) => lettersOf(text) === lettersOf(piece.text))) return piece;
  }
  return { id: -1, lead: ' ', text: `x${draft.random.digits(6)}` };
}

function reword(draft: Draft, share: number, turnShare: number): void {
  for (const at of some(draft, turnShare)) {
    const turn = draft.turns[at];
    if (turn === undefined) continue;
    const pieces = turn.pieces.flatMap((piece, i): Piece[] => {
      if (draft.random.next() >= share || !isHeard(piece)) return [piece];
      const other = { ...otherPiece(draft, turn.pieces), lead: piece.lead, id: draft.newId() };
      switch (draft.random.int(0, 3)) {
        case 0:
          // Of a word said twice, nobody could say which time is gone.
          return [turn.pieces[i - 1], turn.pieces[i + 1]].some(
            (one) => one && lettersOf(one.text) === lettersOf(piece.text),
          )
            ? [piece]
            : [];
        case 1:
          return [piece, { ...other, lead: piece.lead === '' && !unspaced.test(piece.text) ? ' ' : piece.lead }];
        case 2:
          return [{ ...other, text: misheard(piece.text) ?? other.text }];
        default:
          return [other];
      }
    });
    draft.turns[at] = { ...turn, pieces };
  }
}

/** A word as a recogniser that got it wrong might have written it; null when it has too few letters. */
function misheard(word: string): string | null {
  const letters = word.match(/\P{M}\p{M}*/gu)?.filter((text) => isHeard({ text })) ?? [];
  const turned = [...letters.slice(1), letters[0]].join('');
  return lettersOf(turned) === lettersOf(word) ? null : turned;
}

function drop(draft: Draft, at: number): void {
  if (draft.turns.length > 1) draft.turns.splice(at, 1);
}

function split(draft: Draft, at: number): void {
  const turn = draft.turns[at];
  if (turn === undefined || turn.pieces.length < 2) return;
  const cut = draft.random.int(1, turn.pieces.length - 1);
  const share = cut / turn.pieces.length;
  const next = draft.turns[at + 1]?.startMs ?? (turn.startMs ?? 0) + 3000;
  const startMs = turn.startMs === null ? null : Math.round(turn.startMs + share * (next - turn.startMs));
  draft.turns.splice(
    at,
    1,
    { ...turn, pieces: turn.pieces.slice(0, cut) },
    { ...turn, startMs, pieces: turn.pieces.slice(cut) },
  );
}

function merge(draft: Draft, at: number): void {
  const [turn, next] = [draft.turns[at], draft.turns[at + 1]];
  if (turn === undefined || next === undefined) return;
  const second = next.pieces.map((piece, i) => (i === 0 && piece.lead === '' ? { ...piece, lead: ' ' } : piece));
  draft.turns.splice(at, 2, {
    ...turn,
    pieces: [...turn.pieces, ...second],
    sources: [...turn.sources, ...next.sources],
  });
}

/** The end of one turn goes to the next, or the beginning of one to that before. */
function moveWords(draft: Draft, at: number): void {
  const [turn, next] = [draft.turns[at], draft.turns[at + 1]];
  if (turn === undefined || next === undefined) return;
  const forward = draft.random.next() < 0.5;
  const all = [...turn.pieces, ...next.pieces.map((piece, i) => (i === 0 ? { ...piece, lead: ' ' } : piece))];
  const from = forward ? turn : next;
  if (from.pieces.length < 2) return;
  const count = draft.random.int(1, from.pieces.length - 1);
  const cut = turn.pieces.length + (forward ? -count : count);
  draft.turns[at] = { ...turn, pieces: all.slice(0, cut) };
  draft.turns[at + 1] = { ...next, pieces: all.slice(cut) };
}

function retime(draft: Draft, time: (startMs: number) => number): void {
  draft.turns = draft.turns.map((turn) => ({
    ...turn,
    startMs: turn.startMs === null ? null : Math.max(0, Math.round(time(turn.startMs))),
  }));
}

/**
 * Says the words of some turns a second time a few turns away, and perhaps takes the first away. The turns are far apart:
 * a copy that ends up between the original's neighbours could not be told from it.
 */
function repeat(draft: Draft, dropOriginal: boolean): void {
  for (let at = draft.turns.length - draft.random.int(1, 9); at >= 0; at -= draft.random.int(12, 20)) {
    const turn = draft.turns[at];
    const away = draft.random.int(3, 6) * (draft.random.next() < 0.5 ? 1 : -1);
    if (turn === undefined || at + away < 0 || at + away > draft.turns.length) continue;
    insertAt(draft, at + away, turn.pieces, turn.role);
    if (dropOriginal) drop(draft, draft.turns.indexOf(turn));
  }
}

/** Puts the words of a few turns into others as well. */
function quoteElsewhere(draft: Draft): void {
  for (const at of some(draft, 0.3)) {
    const turn = draft.turns[at];
    const source = draft.random.pick(draft.turns);
    if (turn === undefined || source === turn || source.pieces.length === 0) continue;
    const start = draft.random.int(0, source.pieces.length - 1);
    const own = new Set(turn.pieces.map(({ text }) => lettersOf(text)));
    const words = source.pieces.slice(start, start + draft.random.int(1, 6));
    const copied = copyPieces(
      draft,
      words.filter(({ text }) => !own.has(lettersOf(text))),
    );
    const place = draft.random.int(0, turn.pieces.length);
    const pieces = [...turn.pieces.slice(0, place), ...copied, ...turn.pieces.slice(place)];
    draft.turns[at] = { ...turn, pieces: pieces.map((p) => ({ ...p, lead: p.lead === '' ? p.lead : ' ' })) };
  }
}

/** Somebody stammers: a few words are said twice in a row, and either may be meant. */
function stammer(draft: Draft): void {
  for (const at of some(draft, 0.4)) {
    const turn = draft.turns[at];
    if (turn === undefined || turn.pieces.length === 0) continue;
    const start = draft.random.int(0, turn.pieces.length - 1);
    const end = Math.min(turn.pieces.length, start + draft.random.int(1, 4));
    // Of a word that the turn had twice before, nobody could say which is which.
    const stammered = turn.pieces.slice(start, end).map(({ text }) => lettersOf(text));
    const counts = stammered.map((text) => turn.pieces.filter((piece) => lettersOf(piece.text) === text).length);
    if (counts.some((count) => count > 1)) continue;
    const again = turn.pieces
      .slice(start, end)
      .map((p) => ({ ...p, id: draft.newId(), repeats: p.repeats ?? p.id, lead: ' ' }));
    draft.turns[at] = { ...turn, pieces: [...turn.pieces.slice(0, end), ...again, ...turn.pieces.slice(end)] };
  }
}

const backwards = (draft: Draft, share: number): number[] => some(draft, share).reverse();

const punctuate = (draft: Draft): void => {
  draft.turns = draft.turns.map((turn) => ({
    ...turn,
    pieces: turn.pieces.map((piece) => {
      const bare = piece.text.replace(/[.,!?;:…。、，？！]+$/u, '');
      const text = bare === '' ? piece.text : bare;
      const cased = draft.random.next() < 0.3 ? text.toUpperCase() : text.toLowerCase();
      return { ...piece, text: draft.random.next() < 0.2 ? `${cased},` : cased };
    }),
  }));
};

function shuffle(draft: Draft): void {
  for (const at of some(draft, 0.2)) {
    const [turn] = draft.turns.splice(at, 1);
    if (turn !== undefined) draft.turns.splice(draft.random.int(0, draft.turns.length), 0, turn);
  }
}

const filler = (draft: Draft): void => {
  for (const at of some(draft, 0.5)) {
    const turn = draft.turns[at];
    if (turn === undefined) continue;
    const pieces = turn.pieces.flatMap((piece): Piece[] =>
      draft.random.next() < 0.1 ? [piece, { id: draft.newId(), lead: ' ', text: 'uh,' }] : [piece],
    );
    draft.turns[at] = { ...turn, pieces };
  }
};

/** Each kind of change by itself. */
export const singleChanges: readonly Change[] = [
  { kind: 'nothing', apply: () => undefined },
  {
    kind: 'turns inserted, other words',
    apply: (draft) => {
      for (const at of backwards(draft, 0.2)) {
        insertAt(
          draft,
          at,
          Array.from({ length: draft.random.int(1, 9) }, () => ({ ...anyPiece(draft), lead: ' ' })),
          'agent',
        );
      }
    },
  },
  { kind: 'turns said again elsewhere', apply: (draft) => repeat(draft, false) },
  { kind: 'turn gone, its words elsewhere', apply: (draft) => repeat(draft, true) },
  {
    kind: 'turns dropped',
    apply: (draft) => {
      for (const at of backwards(draft, 0.2)) drop(draft, at);
    },
  },
  { kind: 'turns reordered', apply: shuffle },
  {
    kind: 'turns split',
    apply: (draft) => {
      for (const at of backwards(draft, 0.3)) split(draft, at);
    },
  },
  {
    kind: 'turns merged',
    apply: (draft) => {
      for (const at of backwards(draft, 0.25)) merge(draft, at);
    },
  },
  {
    kind: 'words moved to the next turn',
    apply: (draft) => {
      // Not at neighbours: a turn that gives all its words and takes others is another turn.
      for (let at = draft.turns.length - 2 - draft.random.int(0, 2); at >= 0; at -= draft.random.int(2, 5)) {
        moveWords(draft, at);
      }
    },
  },
  { kind: 'reworded, 1 word in 8', apply: (draft) => reword(draft, 0.125, 0.7) },
  { kind: 'reworded, 1 word in 2', apply: (draft) => reword(draft, 0.5, 0.7) },
  { kind: 'fillers added', apply: filler },
  { kind: 'words repeated in other turns', apply: quoteElsewhere },
  { kind: 'words stammered', apply: stammer },
  { kind: 'case and punctuation', apply: punctuate },
  {
    kind: 'speakers changed',
    apply: (draft) => {
      for (const at of some(draft, 0.3)) {
        const turn = draft.turns[at];
        if (turn !== undefined) draft.turns[at] = { ...turn, role: turn.role === 'agent' ? 'caller' : 'agent' };
      }
    },
  },
  {
    kind: 'clock moved',
    apply: (draft) => {
      const byMs = draft.random.int(-8000, 20_000);
      retime(draft, (startMs) => startMs + byMs);
    },
  },
  {
    kind: 'clock stretched',
    apply: (draft) => {
      const factor = draft.random.between(0.94, 1.06);
      retime(draft, (startMs) => startMs * factor);
    },
  },
  {
    kind: 'times jittered, 300 ms',
    apply: (draft) => retime(draft, (startMs) => startMs + draft.random.normal() * 300),
  },
  { kind: 'times in whole seconds', apply: (draft) => retime(draft, (startMs) => Math.round(startMs / 1000) * 1000) },
  {
    kind: 'times gone',
    apply: (draft) => {
      draft.turns = draft.turns.map((turn) => ({ ...turn, startMs: null }));
    },
  },
];

/** Two to four kinds at once, drawn anew each time. */
export const mixedChange: Change = {
  kind: 'two to four of these at once',
  apply: (draft) => {
    const count = draft.random.int(2, 4);
    for (let i = 0; i < count; i += 1) draft.random.pick(singleChanges).apply(draft);
  },
};
