import { expect, it } from 'vitest';
import type { Anchor } from '../../model/review/anchor.ts';
import { anchorWords } from './anchor-words.ts';

const turn = { index: 6, role: 'agent', startMs: 41_340, text: 'Sure.' } as const;
const quote = (exact: string): Anchor => ({ on: 'text', turn, quote: { exact, prefix: '', suffix: '', at: 0 } });
const tool = (name: string, startMs: number | null): Anchor => ({
  on: 'tool',
  tool: { invocationId: null, name, entry: 0, startMs },
});

it.each<[Anchor, string]>([
  [{ on: 'call' }, 'whole call'],
  [{ on: 'turn', turn }, 'turn 7, agent, 0:41.3'],
  [{ on: 'turn', turn: { ...turn, startMs: null, role: 'other' } }, 'turn 7, other'],
  [quote('let  me\nlook'), 'turn 7, agent, 0:41.3, “let me look”'],
  [{ on: 'point', atMs: 3_661_200 }, '1:01:01.2'],
  [{ on: 'range', startMs: 12_000, endMs: 15_400 }, '0:12.0–0:15.4'],
  [tool('lookup_appointment', 42_000), 'tool lookup_appointment, 0:42.0'],
  [tool('', null), 'tool without a name'],
])('%j', (anchor, words) => expect(anchorWords(anchor)).toBe(words));

it('says where the turn is today', () => {
  expect(anchorWords({ on: 'turn', turn }, { turn: 8, startMs: 50_000 })).toBe('turn 9, agent, 0:50.0');
});

it('cuts long words after a whole character', () => {
  const words = anchorWords(quote('👍'.repeat(5000)));
  expect(words.endsWith('👍…”')).toBe(true);
  expect(words.isWellFormed()).toBe(true);
  expect(words.length).toBeLessThan(200);
});
