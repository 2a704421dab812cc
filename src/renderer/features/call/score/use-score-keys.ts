import { useKeys } from '../../../lib/keys.ts';
import { askToScore } from './score-requests.ts';

/** What the keys do while the score pane has the focus. */
export interface ScoreKeyActions {
  step(by: 1 | -1): void;
  /** The option at this place, from 1; for a number or a text its field. */
  choose(place: number): void;
  notApplicable(): void;
  clear(): void;
  comment(): void;
  cite(): void;
  uncite(): void;
}

/** The keys that work with any call on screen: into the score pane, and finishing. */
export function useScoringKeys(finish: () => void): void {
  useKeys('scoring', [
    { action: 'score', run: askToScore },
    { action: 'finish', run: finish },
  ]);
}

const places = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The keys of the score pane; they lie over the call's while `focused`. */
export function useScoreKeys(focused: boolean, actions: ScoreKeyActions, leave: () => void): void {
  const enabled = focused;
  useKeys('score', [
    { action: 'up', run: () => actions.step(-1), enabled },
    { action: 'down', run: () => actions.step(1), enabled },
    ...places.map((place) => ({
      action: `option-${place}` as const,
      run: () => actions.choose(place),
      enabled,
    })),
    { action: 'na', run: () => actions.notApplicable(), enabled },
    { action: 'clear', run: () => actions.clear(), enabled },
    { action: 'comment', run: () => actions.comment(), enabled },
    { action: 'cite', run: () => actions.cite(), enabled },
    { action: 'uncite', run: () => actions.uncite(), enabled },
    { action: 'leave', run: leave, enabled },
  ]);
}
