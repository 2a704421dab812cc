import { Columns3 } from 'lucide-react';
import type { CompareRef } from '#shared/model/compare.ts';
import { useKeys } from '../../lib/keys.ts';
import { hrefOf, navigate } from '../../lib/router.ts';
import { EmptyState } from '../../ui/feedback.tsx';
import { useFirstCompared } from './tray.ts';

/** Two to six turns, or whole calls, side by side. */
export function CompareView({ refs, base }: { refs: readonly CompareRef[]; base: number }) {
  const first = useFirstCompared();
  const shown = refs.length > 0 ? refs : first;
  useKeys('compare', [{ action: 'back', run: () => navigate({ name: 'calls' }) }]);
  if (shown.length === 0) {
    return (
      <EmptyState icon={<Columns3 />} title="Nothing to compare yet">
        Open a call and press Z at a turn, or press Z at a call in the list.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Side by side">
      {shown.map((ref, i) => (
        <li key={hrefOf({ name: 'compare', refs: [ref], base: 0 })} aria-current={i === base}>
          {ref.callId}
        </li>
      ))}
    </ol>
  );
}
