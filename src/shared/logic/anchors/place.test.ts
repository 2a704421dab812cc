import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchor, placementSchema } from '../../model/review/anchor.ts';
import { type AnchorTurn, makeTextAnchor, makeToolAnchor, makeTurnAnchor } from './make.ts';
import { placeAnchors } from './place.ts';

type Said = readonly [role: 'agent' | 'caller', startMs: number | null, content: string];

const call = (...said: Said[]): AnchorTurn[] =>
  said.map(([role, startMs, content], index) => ({ index, role, startMs, content }));

const before = call(
  ['agent', 700, 'Hello, this is the bank, how can I help you?'],
  ['caller', 4100, 'My card is gone and I would like to block it.'],
  ['agent', 8300, 'Can you tell me your date of birth?'],
  ['caller', 11_200, 'Yes.'],
  ['agent', 12_900, 'Please go ahead.'],
  ['caller', 15_400, 'The ninth of May.'],
  ['agent', 18_100, 'Thank you. Shall I block the card now?'],
  ['caller', 21_000, 'Yes.'],
);

function at(turns: readonly AnchorTurn[], index: number): AnchorTurn {
  const turn = turns[index];
  if (turn === undefined) throw new Error(`no turn ${index}`);
  return turn;
}

/** An anchor on these words of a turn, the first time they stand in it. */
function onWords(index: number, words: string): Anchor {
  const turn = at(before, index);
  const from = turn.content.indexOf(words);
  if (from < 0) throw new Error(`no "${words}"`);
  return makeTextAnchor(turn, from, from + words.length, before);
}

const onTurn = (index: number): Anchor => makeTurnAnchor(at(before, index), before);

function place(anchor: Anchor, turns: readonly AnchorTurn[]) {
  const [placement] = placeAnchors([anchor], { turns, toolCalls: [], recordingMs: null });
  if (placement === undefined) throw new Error('no placement');
  const { turn, from, to } = placement;
  const words = turn === null || from === null || to === null ? null : turns[turn]?.content.slice(from, to);
  return { ...placement, words };
}

const without = (...indexes: number[]): Said[] =>
  before.flatMap(({ role, startMs, content, index }) =>
    indexes.includes(index) ? [] : [[role as 'agent' | 'caller', startMs, content] as const],
  );

describe('placeAnchors', () => {
  it('leaves everything where it is when nothing changed', () => {
    const anchors = before.flatMap(({ index, content }) => [onTurn(index), onWords(index, content.slice(0, 3))]);
    const placements = placeAnchors(anchors, { turns: before, toolCalls: [], recordingMs: null });
    expect(placements.map(({ state }) => state)).toEqual(anchors.map(() => 'same'));
    expect(placements.map(({ turn }) => turn)).toEqual(before.flatMap(({ index }) => [index, index]));
  });

  it('follows turns when others come before them, each "Yes" its own', () => {
    const after = call(['agent', 100, 'One moment.'], ...without());
    expect(place(onTurn(3), after)).toMatchObject({ state: 'moved', turn: 4 });
    expect(place(onTurn(7), after)).toMatchObject({ state: 'moved', turn: 8 });
    expect(place(onWords(1, 'block it'), after)).toMatchObject({ state: 'moved', turn: 2, words: 'block it' });
  });

  it('does not put a "Yes" that is gone on the other one', () => {
    const after = call(...without(3));
    expect(['check', 'lost']).toContain(place(onTurn(3), after).state);
    expect(place(onTurn(7), after)).toMatchObject({ state: 'moved', turn: 6 });
  });

  it('says that a turn is several now, and still knows words of it', () => {
    const after = call(
      ...without().slice(0, 1),
      ['caller', 4100, 'My card is gone'],
      ['caller', 5600, 'and I would like to block it.'],
      ...without().slice(2),
    );
    expect(place(onTurn(1), after)).toMatchObject({ state: 'check', turn: 1, why: 'This turn is several turns now.' });
    expect(place(onWords(1, 'block it'), after)).toMatchObject({ state: 'moved', turn: 2, words: 'block it' });
  });

  it('follows words that went to the next turn, and says when its speaker is another', () => {
    const after = call(
      ...without().slice(0, 6),
      ['agent', 18_100, 'Thank you. Shall I block'],
      ['agent', 20_300, 'the card now?'],
      ...without().slice(7),
    );
    expect(place(onWords(6, 'the card'), after)).toMatchObject({ state: 'moved', turn: 7, words: 'the card' });
    const other = call(
      ...without().slice(0, 6),
      ['agent', 18_100, 'Thank you. Shall I block'],
      ['caller', 20_300, 'the card now?'],
    );
    const found = place(onWords(6, 'the card'), other);
    expect(found).toMatchObject({ state: 'check', turn: 7, words: 'the card' });
    expect(found.why).toBe('The vendor says now that the caller said this.');
  });

  it('says that words have changed, and keeps those beside them', () => {
    const after = call(
      ...without().slice(0, 1),
      ['caller', 4100, 'My cart is gone and I would like to block it.'],
      ...without().slice(2),
    );
    expect(place(onWords(1, 'My card'), after)).toMatchObject({ state: 'check', turn: 1, words: 'My' });
    expect(place(onWords(1, 'like to block'), after)).toMatchObject({ state: 'same', words: 'like to block' });
    expect(place(onTurn(1), after)).toMatchObject({ state: 'moved', turn: 1 });
  });

  it('does not take the same words of another turn for those that are gone', () => {
    const after = call(...without().slice(0, 1), ['caller', 4100, 'Mine is gone.'], ...without().slice(2), [
      'caller',
      60_000,
      'My card is gone and I would like to block it.',
    ]);
    expect(['check', 'lost']).toContain(place(onWords(1, 'block it'), after).state);
  });

  it('knows turns by their neighbours when the clock was moved or the times are gone', () => {
    const moved = call(...without().map(([role, ms, content]) => [role, (ms ?? 0) + 5000, content] as const));
    const timeless = call(...without().map(([role, , content]) => [role, null, content] as const));
    expect(place(onTurn(5), moved)).toMatchObject({ state: 'same', turn: 5 });
    expect(place(onTurn(3), timeless)).toMatchObject({ state: 'same', turn: 3 });
  });

  it('does not mind case, accents and punctuation', () => {
    const after = call(
      ...without().map(([role, ms, content]) => [role, ms, content.toUpperCase().replace(/[.,?]/g, '')] as const),
    );
    expect(place(onWords(1, 'card is gone'), after)).toMatchObject({ state: 'moved', turn: 1, words: 'CARD IS GONE' });
  });

  it('places points and ranges on the recording, and says when it is too short', () => {
    const anchors: Anchor[] = [{ on: 'call' }, { on: 'point', atMs: 900 }, { on: 'range', startMs: 100, endMs: 2000 }];
    const states = (recordingMs: number | null) =>
      placeAnchors(anchors, { turns: [], toolCalls: [], recordingMs }).map(({ state }) => state);
    expect(states(null)).toEqual(['same', 'same', 'same']);
    expect(states(1950)).toEqual(['same', 'same', 'same']);
    expect(states(1000)).toEqual(['same', 'same', 'check']);
  });

  it('finds tool calls by id, else by name and time, and says when it cannot tell', () => {
    const tool = (invocationId: string | null, name: string, entry: number, startMs: number | null) => ({
      invocationId,
      name,
      entry,
      startMs,
    });
    const find = tool('a1', 'find', 3, 500);
    const states = (made: typeof find, now: (typeof find)[]) =>
      placeAnchors([makeToolAnchor(made)], { turns: before, toolCalls: now, recordingMs: null })[0];
    expect(states(find, [tool('b', 'find', 1, 5), { ...find, entry: 9 }])).toMatchObject({ state: 'moved', tool: 1 });
    expect(states(find, [{ ...find, name: 'erase' }])).toMatchObject({ state: 'check', tool: 0 });
    const nameless = tool(null, 'find', 3, 500);
    expect(states(nameless, [tool(null, 'find', 3, 500), tool(null, 'find', 5, 900)])).toMatchObject({
      state: 'same',
      tool: 0,
    });
    expect(states(nameless, [tool(null, 'find', 5, 900), tool(null, 'find', 7, 950)])).toMatchObject({
      state: 'check',
      tool: 0,
    });
    expect(states(find, [])).toMatchObject({ state: 'lost', tool: null });
  });

  it('answers for every anchor, with places that exist, whatever the transcripts are', () => {
    const said = fc.array(
      fc.tuple(
        fc.constantFrom('agent' as const, 'caller' as const),
        fc.option(fc.integer({ min: 0, max: 9000 })),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 40 }),
          fc
            .array(fc.constantFrom('yes', 'no', 'card', 'は', 'い', '😀', '...', 'مرحبا'), { maxLength: 8 })
            .map((w) => w.join(' ')),
        ),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(said, said, fc.nat(40), fc.nat(40), (old, now, from, to) => {
        const was = call(...old);
        const is = call(...now);
        const anchors = was.flatMap((turn) => [makeTurnAnchor(turn, was), makeTextAnchor(turn, from, to, was)]);
        const placements = placeAnchors(anchors, { turns: is, toolCalls: [], recordingMs: null });
        expect(placements).toHaveLength(anchors.length);
        for (const placement of placements) {
          placementSchema.parse(placement);
          expect(placement.why === null).toBe(placement.state === 'same' || placement.state === 'moved');
          const content = placement.turn === null ? null : at(is, placement.turn).content;
          if (placement.from === null || placement.to === null) continue;
          expect(placement.from).toBeLessThan(placement.to);
          expect(placement.to).toBeLessThanOrEqual(content?.length ?? -1);
        }
      }),
    );
  });

  it('takes hostile transcripts in bounded time', () => {
    const long = 'yes '.repeat(2500);
    const hostile = Array.from({ length: 300 }, (_, index) => ({
      index,
      role: 'agent' as const,
      startMs: index,
      content: long,
    }));
    const anchors = hostile.flatMap((turn) => [makeTurnAnchor(turn), makeTextAnchor(turn, 400, 480)]);
    const shifted = hostile.map((turn) => ({ ...turn, startMs: turn.startMs + 3 }));
    // CPU time: how busy the machine is otherwise says nothing.
    const from = process.cpuUsage();
    const placements = placeAnchors(anchors, { turns: shifted, toolCalls: [], recordingMs: null });
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(5000);
    expect(placements.every(({ state }) => state === 'check')).toBe(true);
  });
});
