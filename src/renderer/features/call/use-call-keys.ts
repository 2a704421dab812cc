import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { canFetchRecording, pinRefusal } from '../../lib/recording-words.ts';
import { useRecordingActions } from '../../lib/recordings.ts';
import { navigate } from '../../lib/router.ts';
import { toast } from '../../ui/toast-store.ts';
import { silenceWords } from './player/silence-words.ts';
import type { CallSession } from './session.ts';
import { setCallTableOpen } from './table/open-table.ts';
import type { Neighbours } from './use-neighbours.ts';

/** The keys that work with any call on screen, also before it has been read. */
export function useCallNavigationKeys(neighbours: Neighbours): void {
  const enabled = neighbours.known || 'soon';
  useKeys('between', [
    { action: 'before', run: () => neighbours.go(-1), enabled },
    { action: 'after', run: () => neighbours.go(1), enabled },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
}

/** Playing, turns and zoom from the keyboard, as features.md (c) lays them out; the keys are in `lib/key-catalogue.ts`. */
export function useCallKeys({ player, actions, detail, lanes }: CallSession): void {
  const slow = (direction: 1 | -1) => {
    if (!actions.goToSlow(direction)) toast.info('No turn of this call is slow by the limits in the settings.');
  };
  const rate = (by: number) => player.setRate(player.store.getState().rate + by);
  const { row, recording } = detail;
  const recordings = useRecordingActions();
  const writable = useReadOnlyReason() === null;
  useKeys('call', [
    { action: 'play', run: () => player.toggle() },
    { action: 'play-typing', run: () => player.toggle() },
    { action: 'back-1', run: () => actions.seekBy(-1000) },
    { action: 'forward-1', run: () => actions.seekBy(1000) },
    { action: 'back-5', run: () => actions.seekBy(-5000) },
    { action: 'forward-5', run: () => actions.seekBy(5000) },
    { action: 'turn-before', run: () => actions.stepTurn(-1) },
    { action: 'turn-after', run: () => actions.stepTurn(1) },
    { action: 'slow-next', run: () => slow(1) },
    { action: 'slow-before', run: () => slow(-1) },
    { action: 'replay', run: () => actions.replayTurn() },
    { action: 'loop', run: () => actions.toggleLoop() },
    { action: 'silence', run: () => toast.info(silenceWords[actions.nextSilenceMode()]) },
    { action: 'solo', run: () => void actions.nextSolo(), enabled: lanes.channels > 1 },
    { action: 'flip-lanes', run: () => lanes.flip?.(), enabled: lanes.flip !== null },
    { action: 'back-2', run: () => actions.seekBy(-2000) },
    { action: 'pause', run: () => player.pause() },
    { action: 'faster', run: () => actions.playFaster() },
    { action: 'rate-down', run: () => rate(-0.25) },
    { action: 'rate-up', run: () => rate(0.25) },
    { action: 'rate-normal', run: () => player.setRate(1) },
    { action: 'back-typing', run: () => actions.seekBy(-1000) },
    { action: 'forward-typing', run: () => actions.seekBy(1000) },
    { action: 'zoom-in', run: () => actions.zoom(1.5) },
    { action: 'zoom-out', run: () => actions.zoom(1 / 1.5) },
    { action: 'zoom-fit', run: () => actions.fit() },
    { action: 'pan-earlier', run: () => actions.pan(-1) },
    { action: 'pan-later', run: () => actions.pan(1) },
    { action: 'follow', run: () => actions.backToNow() },
    { action: 'table', run: () => setCallTableOpen(true) },
    {
      action: 'pin',
      label: recording.pinned ? 'Unpin the recording' : 'Pin the recording',
      run: () => recordings.pin(row.id, !recording.pinned),
      enabled: writable && pinRefusal(recording.state) === null,
    },
    {
      action: 'fetch',
      run: () => recordings.fetchNow(row.id),
      enabled: writable && canFetchRecording(row, recording),
    },
    { action: 'beginning', run: () => actions.seekTo(0) },
    { action: 'end', run: () => actions.seekTo(player.durationMs()) },
  ]);
}
