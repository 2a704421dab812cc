import { describe, expect, it } from 'vitest';
import { inOrder, pairOf } from './version-pair.ts';

const version = (id: string | null, count = 5) => ({ version: id, count });
const agents = [
  { agent: 'solo', name: 'Solo', count: 90, versions: [version('1', 90)] },
  { agent: 'mia', name: 'Mia', count: 30, versions: [version('10'), version('9'), version(null), version('7')] },
];
const nothing = { agent: null, a: null, b: null };

describe('the versions that are compared', () => {
  it('come in their order, as numbers', () => {
    expect(inOrder(agents[1]?.versions ?? []).map((each) => each.version)).toEqual([null, '7', '9', '10']);
  });

  it('are the newest against the one before, of the agent that has several', () => {
    expect(pairOf(agents, nothing)).toMatchObject({ agent: 'mia', a: '9', b: '10' });
  });

  it('are those of the address', () => {
    expect(pairOf(agents, { agent: 'mia', a: '-', b: '7' })).toMatchObject({ a: null, b: '7' });
    expect(pairOf(agents, { agent: 'mia', a: '10', b: '9' })).toMatchObject({ a: '10', b: '9' });
  });

  it('are found beside one that is chosen', () => {
    expect(pairOf(agents, { agent: 'mia', a: '10', b: null })).toMatchObject({ a: '10', b: '9' });
    expect(pairOf(agents, { agent: 'mia', a: null, b: '9' })).toMatchObject({ a: '7', b: '9' });
    expect(pairOf(agents, { agent: 'mia', a: null, b: '-' })).toMatchObject({ b: null, a: '7' });
  });

  it('are not two where there is one, and none where there is no agent', () => {
    expect(pairOf(agents, { agent: 'solo', a: '3', b: '4' })).toMatchObject({ agent: 'solo', a: '1', b: '1' });
    expect(pairOf([], nothing)).toBeNull();
  });
});
