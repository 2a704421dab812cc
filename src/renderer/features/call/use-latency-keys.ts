import { noDeadAirReason, noFindingReason, noOverlapReason } from '#shared/logic/timing-words.ts';
import { useKeys } from '../../lib/keys.ts';
import { toast } from '../../ui/toast-store.ts';
import { showDefinitions } from './pane/definition-store.ts';
import type { CallSession } from './session.ts';

/** From one thing worth hearing to the next by key; where there is none, it is said why. */
export function useLatencyKeys({ actions, detail, timing, settings }: CallSession): void {
  const finding = (direction: 1 | -1) => {
    if (!actions.goToFinding(direction)) toast.info(`No findings. ${noFindingReason(detail.turns, timing)}`);
  };
  const overlap = (direction: 1 | -1) => {
    if (!actions.goToOverlap(direction)) toast.info(noOverlapReason(timing));
  };
  const deadAir = (direction: 1 | -1) => {
    if (!actions.goToDeadAir(direction)) toast.info(noDeadAirReason(timing, settings.deadAirMs));
  };
  useKeys('latency', [
    { action: 'finding-next', run: () => finding(1) },
    { action: 'finding-before', run: () => finding(-1) },
    { action: 'overlap-next', run: () => overlap(1) },
    { action: 'overlap-before', run: () => overlap(-1) },
    { action: 'dead-air-next', run: () => deadAir(1) },
    { action: 'dead-air-before', run: () => deadAir(-1) },
    { action: 'definitions', run: () => showDefinitions('total_perceived_ms') },
  ]);
}
