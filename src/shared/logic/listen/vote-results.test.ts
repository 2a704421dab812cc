import { describe, expect, it } from 'vitest';
import type { Vote } from '../../model/review/vote.ts';
import { voteResults } from './vote-results.ts';

let made = 0;
/** A vote on `6 against 7`, A first. `wins` = the version that was chosen. */
function vote(a: string, b: string, wins: string | null, change: Partial<Vote> = {}): Vote {
  made += 1;
  return {
    id: `v${made}`,
    listener: 'ana',
    atMs: made,
    session: 's',
    first: { callId: `c${made}`, index: 1, agent: 'Mia', version: a },
    second: { callId: `d${made}`, index: 1, agent: 'Mia', version: b },
    heardFirst: 'first',
    choice: wins === null ? 'none' : wins === a ? 'first' : 'second',
    ...change,
  };
}
const many = (count: number, make: () => Vote) => Array.from({ length: count }, make);

describe('what votes come to', () => {
  it('counts for versions whichever was called A, the older one first', () => {
    const votes = [
      ...many(5, () => vote('6', '7', '6')),
      ...many(4, () => vote('7', '6', '6')),
      vote('7', '6', '7'),
      vote('10', '9', '10'),
      ...many(2, () => vote('6', '7', null)),
    ];
    const { versions, newer } = voteResults(votes);
    expect(versions.map(({ a, b }) => [a.version, b.version])).toEqual([
      ['6', '7'],
      ['9', '10'],
    ]);
    expect(versions[0]?.result).toMatchObject({ votes: 12, forA: 9, forB: 1, noDifference: 2, verdict: 'A' });
    // Two-sided sign test of 9 against 1: 2 * (1 + 10) / 2^10.
    expect(versions[0]?.result.p).toBeCloseTo(22 / 1024, 10);
    expect(versions[1]?.result.verdict).toBe('too-few');
    expect(newer).toMatchObject({ votes: 13, forA: 9, forB: 2 });
  });

  it('says too few rather than a winner, and nothing of no votes', () => {
    expect(voteResults(many(5, () => vote('6', '7', '7'))).newer).toMatchObject({ forB: 5, verdict: 'too-few' });
    expect(voteResults([])).toMatchObject({ votes: 0, versions: [], listeners: [], newer: { share: null, p: null } });
  });

  it('shows a habit of preferring what comes first, which favours no version', () => {
    const votes = [...many(8, () => vote('6', '7', '6')), ...many(8, () => vote('7', '6', '7'))];
    const { order, newer } = voteResults(votes);
    expect(order).toMatchObject({ forA: 16, forB: 0, verdict: 'A' });
    expect(newer).toMatchObject({ forA: 8, forB: 8, verdict: 'no-difference-shown' });
  });

  it('knows that B may have been played before A', () => {
    const { order } = voteResults([vote('6', '7', '7', { heardFirst: 'second' })]);
    expect(order).toMatchObject({ forA: 1, forB: 0 });
  });

  it('takes the last vote of a listener on the same two turns, whichever way round', () => {
    const before = vote('6', '7', '6');
    const again = { ...vote('7', '6', '7'), first: before.second, second: before.first };
    const other = { ...before, id: 'other', listener: 'ben' };
    const results = voteResults([again, before, other]);
    expect(results).toMatchObject({ votes: 2, replaced: 1 });
    expect(results.newer).toMatchObject({ forA: 1, forB: 1 });
    expect(results.listeners.map(({ listener, votes }) => [listener, votes])).toEqual([
      ['ana', 1],
      ['ben', 1],
    ]);
  });

  it('lets no version win against itself, and holds agents apart', () => {
    const leo = vote('7', '7', null);
    const results = voteResults([
      vote('7', '7', '7'),
      { ...leo, choice: 'second', second: { ...leo.second, agent: 'Leo' } },
    ]);
    expect(results.sameVersion).toBe(1);
    expect(results.versions).toHaveLength(1);
    expect(results.newer.votes).toBe(0);
    expect(results.versions[0]).toMatchObject({ a: { agent: 'Leo' }, b: { agent: 'Mia' }, result: { forA: 1 } });
  });

  it('takes versions that are missing as one of their own', () => {
    const nameless = vote('6', '7', null);
    const results = voteResults([{ ...nameless, choice: 'second', first: { ...nameless.first, version: null } }]);
    expect(results.versions[0]).toMatchObject({ a: { version: null }, b: { version: '7' }, result: { forB: 1 } });
  });
});
