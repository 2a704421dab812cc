import { describe, expect, it } from 'vitest';
import type { InsightGroup } from '#shared/model/insights/common.ts';
import { basisWords, chanceWords, groupLabel, moreWords } from './words.ts';

const group = (part: Partial<InsightGroup>): InsightGroup => ({
  key: 'k',
  label: null,
  agent: null,
  agentName: null,
  version: null,
  generation: null,
  ...part,
});

describe('groups in words', () => {
  it('names the agent with its version, because numbers repeat', () => {
    expect(groupLabel('version', group({ agent: 'a1', agentName: 'Mia', version: '7' }))).toBe('Mia v7');
    expect(groupLabel('version', group({ agent: 'a1', agentName: null, version: null }))).toBe('a1 no version');
    expect(groupLabel('agent', group({}))).toBe('No agent');
  });

  it('says which generation of the API figures are of, where they are kept apart', () => {
    expect(groupLabel('all', group({ generation: '2025-09' }))).toBe('All, API 2025-09');
  });

  it('has words for times and for none', () => {
    expect(groupLabel('hour', group({ label: '9' }))).toBe('09:00');
    expect(groupLabel('weekday', group({ label: '7' }))).toBe('Sunday');
    expect(groupLabel('weekday', group({}))).toBe('No time');
    expect(groupLabel('day', group({ label: '2026-11-25' }))).toMatch(/25/);
    expect(groupLabel('day', group({ label: 'x' }))).toBe('x');
  });

  it('counts', () => {
    expect(basisWords(1, 1)).toBe('n = 1 turn of 1 call');
    expect(basisWords(1200, 61)).toBe('n = 1\u202f200 turns of 61 calls');
    expect(moreWords('version', 0)).toBe('');
    expect(moreWords('version', 140)).toMatch(/^and 140 more versions/);
  });

  it('puts chance in words, rarer ones as rarer', () => {
    expect([null, 0.0001, 0.004, 0.05, 0.5, 1].map(chanceWords)).toEqual([
      '–',
      'less than 1 in 1 000',
      'about 1 in 250',
      'about 1 in 20',
      'about 50 in 100',
      'about 100 in 100',
    ]);
  });
});
