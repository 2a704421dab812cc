import type { CallAlignment } from '../../model/compare.ts';
import { alignCalls as alignTexts, type TurnText } from '../align/align-calls.ts';
import { decidePairs, type PairedCall } from './decided-pairs.ts';

/** Two calls turn by turn by what is said, with what readers decided about pairs in force as far as it fits today's transcripts. */
export function alignCalls(a: PairedCall, b: PairedCall): CallAlignment {
  const { pins, breaks, doubtful } = decidePairs(a, b);
  const { rows } = alignTexts(textsOf(a), textsOf(b), {
    pinned: pins.map((pin) => [pin.a, pin.b] as const),
    broken: breaks.map((pair) => [pair.a, pair.b] as const),
  });
  return { rows: [...rows], pins: [...pins], breaks: [...breaks], doubtful: [...doubtful] };
}

const textsOf = ({ turns }: PairedCall): TurnText[] => turns.map(({ role, content }) => ({ role, text: content }));
