import { expect, it } from 'vitest';
import { copyLines } from './copy-text.ts';

it('puts the time and the speaker before each text', () => {
  expect(
    copyLines([
      { timeMs: 41_300, speaker: 'Agent', text: ' Sure,\nlet me look. ' },
      { timeMs: null, speaker: 'Caller', text: 'שלום' },
      { timeMs: 3_725_000, speaker: 'Tool', text: 'find_patient 200 done' },
    ]),
  ).toBe('[0:41.3] Agent: Sure,\n  let me look.\n[–] Caller: שלום\n[1:02:05.0] Tool: find_patient 200 done');
});
