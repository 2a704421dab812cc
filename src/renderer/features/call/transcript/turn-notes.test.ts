import { describe, expect, it } from 'vitest';
import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import { correctTurns, type PlacedCorrection } from '#shared/logic/corrections/apply.ts';
import type { TurnTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import { timingOf, turnTimingOf } from '#shared/testing/timing.ts';
import { noteTurns } from './turn-notes.ts';

const turn = (index: number, role: Turn['role'], startMs: number | null): Turn => ({
  index,
  entry: index,
  role,
  rawRole: role,
  content: 'I can offer Tuesday at ten.',
  startMs,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs: null,
  measuredGapMs: null,
});
const heard = turnTimingOf;
const timing = (turns: TurnTiming[]) => timingOf({ turns });
const sent = [turn(0, 'agent', 1000), turn(1, 'caller', 4000), turn(2, 'agent', null)];
const { turns } = correctTurns(sent, []);

describe('noteTurns', () => {
  it('adds nothing where nothing was measured', () => {
    const notes = noteTurns(turns, null, null, 'spoken');
    expect(notes.map(({ timeMs }) => timeMs)).toEqual([1000, 4000, null]);
    expect(notes.map(({ timeHint }) => timeHint)).toEqual([null, null, 'The vendor gave no time for this turn']);
    expect(notes.every(({ cutOff, marks }) => cutOff === null && marks.length === 0)).toBe(true);
  });

  it('shows where a turn is heard, and says what the vendor reported and where the time comes from', () => {
    const notes = noteTurns(
      turns,
      timing([
        heard(0, { startMs: 1130, startSource: 'sound' }),
        heard(1, { startMs: 4100, startSource: 'transcript' }),
        heard(2, { startMs: 7000, startSource: 'sound' }),
      ]),
      null,
      'spoken',
    );
    expect(notes.map(({ timeMs }) => timeMs)).toEqual([1130, 4100, 7000]);
    expect(notes.map(({ timeHint }) => timeHint)).toEqual([
      'Heard at 0:01.1; the vendor reported 0:01.0',
      'Reported time moved to the recording’s clock: 0:04.1; the vendor reported 0:04.0',
      'Heard at 0:07.0; the vendor gave no time',
    ]);
  });

  it('says of a turn that was cut off who broke in, and what the estimate is taken from', () => {
    const notes = noteTurns(
      turns,
      timing([
        heard(0, { startMs: 1000, endMs: 3210, bargedInMs: 3900, heardChars: 12 }),
        heard(1, { startMs: 4000, heardChars: 3 }),
        heard(2, { heardChars: 500 }),
      ]),
      null,
      'spoken',
    );
    expect(notes[0]?.cutOff).toEqual({
      heardChars: 12,
      from: 'Estimated from the 2\u202f210\u202fms that the agent was heard, until 0:03.2',
    });
    expect(notes.map(({ marks }) => marks.map(({ word }) => word))).toEqual([
      ['barged into at 0:03.9'],
      ['barged in'],
      [],
    ]);
    // A caller's words are the transcriber's, and the last turn was heard to its end.
    expect(notes.slice(1).map(({ cutOff }) => cutOff)).toEqual([null, null]);
  });

  it('says in corrected words how far they were heard', () => {
    const [first] = sent;
    if (first === undefined) throw new Error('no turn');
    const correction: PlacedCorrection = {
      id: 'one',
      updatedMs: 1,
      fields: {
        anchor: makeTurnAnchor(first, sent),
        text: 'Well, I can offer you Tuesday at ten.',
        role: null,
        splits: null,
        deleted: null,
      },
      placement: { state: 'same', turn: 0, from: null, to: null, tool: null, why: null },
    };
    const notes = noteTurns(
      correctTurns(sent, [correction]).turns,
      timing([heard(0, { startMs: 1000, endMs: 3210, heardChars: 'I can offer'.length })]),
      null,
      'spoken',
    );
    expect(notes[0]?.cutOff?.heardChars).toBe('Well, I can offer'.length);
  });

  it('marks a turn that was said earlier than listed, in the words of the order shown', () => {
    const words = (shown: 'spoken' | 'vendor') =>
      noteTurns(turns, null, [0, 2, 1], shown).map(({ marks }) => marks.map(({ word }) => word));
    expect(words('spoken')).toEqual([[], [], ['listed later by the vendor']]);
    expect(words('vendor')).toEqual([[], [], ['said before the turn above']]);
  });
});
