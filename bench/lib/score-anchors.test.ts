import { describe, expect, it } from 'vitest';
import { Random } from '../../scripts/make-demo/random.ts';
import { placeAnchors } from '../../src/shared/logic/anchors/place.ts';
import { demoDialogues, repetitiveDialogues, worldDialogues } from '../corpora/dialogues.ts';
import { mixedChange, singleChanges } from '../corpora/transcript-changes.ts';
import { judge, makeTrial, type Verdict } from './score-anchors.ts';

const dialogues = [
  ...demoDialogues().filter((_, i) => i % 6 === 1),
  ...repetitiveDialogues('test', 4),
  ...worldDialogues('test').filter((_, i) => i % 2 === 0),
];

describe('anchors in transcripts that changed', () => {
  it.each([...singleChanges, mixedChange].map((change) => [change.kind, change] as const))(
    'never stand on other words unflagged: %s',
    (kind, change) => {
      const counts: Record<Verdict, number> = { right: 0, flagged: 0, 'flagged though certain': 0, wrong: 0 };
      for (const dialogue of dialogues) {
        for (let round = 0; round < 2; round += 1) {
          const trial = makeTrial(dialogue, change, new Random(`test ${kind} ${dialogue.name} ${round}`));
          const placements = placeAnchors(trial.anchors, { turns: trial.after, toolCalls: [], recordingMs: null });
          for (const [i, placement] of placements.entries()) {
            const [anchor, truth] = [trial.anchors[i], trial.truths[i]];
            if (anchor !== undefined && truth !== undefined) counts[judge(placement, anchor, truth, trial)] += 1;
          }
        }
      }
      expect(counts.wrong).toBe(0);
      // Flagging everything would be right too, and of no use.
      expect(counts['flagged though certain']).toBeLessThan(0.45 * (counts.right + counts['flagged though certain']));
      if (kind === 'nothing') expect(counts.right).toBeGreaterThan(1000);
    },
  );

  it('knows a wrong placement when it sees one', () => {
    const [dialogue] = demoDialogues();
    const drop = singleChanges.find(({ kind }) => kind === 'turns dropped');
    if (dialogue === undefined || drop === undefined) throw new Error('no dialogue');
    const trial = makeTrial(dialogue, drop, new Random('wrong'));
    const naive = trial.anchors.map((anchor, i) => {
      const truth = trial.truths[i];
      if (truth === undefined || anchor.on !== 'turn') return 'right';
      const turn = Math.min(anchor.turn.index, trial.after.length - 1);
      return judge({ state: 'same', turn, from: null, to: null, tool: null, why: null }, anchor, truth, trial);
    });
    expect(naive).toContain('wrong');
  });
});
