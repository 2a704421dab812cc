import { useReadOnlyReason } from '../../lib/actions.ts';
import { type KeyBinding, useKeys } from '../../lib/keys.ts';
import { canFetchRecording, pinRefusal } from '../../lib/recording-words.ts';
import { useRecordingActions } from '../../lib/recordings.ts';
import { navigate } from '../../lib/router.ts';
import { toast } from '../../ui/toast-store.ts';
import { silenceWords } from './player/silence-words.ts';
import type { CallSession } from './session.ts';
import type { Neighbours } from './use-neighbours.ts';

/** The keys that work with any call on screen, also before it has been read. */
export function useCallNavigationKeys(neighbours: Neighbours): void {
  useKeys('Calls', [
    { keys: 'Ctrl+Left', label: 'Call before in the list', run: () => neighbours.go(-1) },
    { keys: 'Ctrl+Right', label: 'Call after in the list', run: () => neighbours.go(1) },
    { keys: 'Escape', label: 'Back to the list', run: () => navigate({ name: 'calls' }) },
  ]);
}

/** Playing, turns and zoom from the keyboard, as features.md (c) lays them out. */
export function useCallKeys({ player, actions, detail, lanes }: CallSession): void {
  const slow = (direction: 1 | -1) => {
    if (!actions.goToSlow(direction)) toast.info('No turn of this call is slow by the limits in the settings.');
  };
  const hold = (binding: KeyBinding): KeyBinding => ({ ...binding, repeat: true });
  const rate = (by: number) => player.setRate(player.store.getState().rate + by);
  const { row, recording } = detail;
  const recordings = useRecordingActions();
  const writable = useReadOnlyReason() === null;
  useKeys('Call', [
    { keys: 'Space', label: 'Play or pause', run: () => player.toggle() },
    { keys: 'Ctrl+Space', label: 'Play or pause, also while typing', run: () => player.toggle(), whileTyping: true },
    hold({ keys: 'Left', label: 'Back 1 s', run: () => actions.seekBy(-1000) }),
    hold({ keys: 'Right', label: 'Forward 1 s', run: () => actions.seekBy(1000) }),
    hold({ keys: 'Shift+Left', label: 'Back 5 s', run: () => actions.seekBy(-5000) }),
    hold({ keys: 'Shift+Right', label: 'Forward 5 s', run: () => actions.seekBy(5000) }),
    hold({ keys: 'Up', label: 'Turn before', run: () => actions.stepTurn(-1) }),
    hold({ keys: 'Down', label: 'Turn after', run: () => actions.stepTurn(1) }),
    { keys: 'N', label: 'Next slow turn', run: () => slow(1) },
    { keys: 'Shift+N', label: 'Slow turn before', run: () => slow(-1) },
    { keys: 'R', label: 'Replay this turn from its gap', run: () => actions.replayTurn() },
    { keys: 'Shift+Space', label: 'Loop this turn', run: () => actions.toggleLoop() },
    {
      keys: 'S',
      label: 'Silence: play it, 3×, or skip it',
      run: () => {
        toast.info(silenceWords[actions.nextSilenceMode()]);
      },
    },
    {
      keys: 'Shift+S',
      label: 'Hear one party only, then both',
      run: () => {
        actions.nextSolo();
      },
      enabled: lanes.channels > 1,
    },
    {
      keys: 'X',
      label: 'Exchange the lanes of agent and caller',
      run: () => lanes.flip?.(),
      enabled: lanes.flip !== null,
    },
    hold({ keys: 'J', label: 'Back 2 s', run: () => actions.seekBy(-2000) }),
    { keys: 'K', label: 'Pause', run: () => player.pause() },
    { keys: 'L', label: 'Play, then faster', run: () => actions.playFaster() },
    { keys: '[', label: 'Slower', run: () => rate(-0.25) },
    { keys: ']', label: 'Faster', run: () => rate(0.25) },
    { keys: '\\', label: 'Normal speed', run: () => player.setRate(1) },
    { keys: 'Alt+J', label: 'Back 1 s, also while typing', run: () => actions.seekBy(-1000), whileTyping: true },
    { keys: 'Alt+L', label: 'Forward 1 s, also while typing', run: () => actions.seekBy(1000), whileTyping: true },
    hold({ keys: 'Plus', label: 'Zoom in', run: () => actions.zoom(1.5) }),
    // The same key without Shift.
    hold({ keys: '=', label: 'Zoom in', run: () => actions.zoom(1.5), hidden: true }),
    hold({ keys: '-', label: 'Zoom out', run: () => actions.zoom(1 / 1.5) }),
    { keys: '0', label: 'Show the whole call', run: () => actions.fit() },
    hold({ keys: ',', label: 'Show an earlier stretch', run: () => actions.pan(-1) }),
    hold({ keys: '.', label: 'Show a later stretch', run: () => actions.pan(1) }),
    { keys: 'F', label: 'Back to what is heard now', run: () => actions.backToNow() },
    {
      keys: 'P',
      label: recording.pinned ? 'Unpin the recording' : 'Pin the recording',
      run: () => recordings.pin(row.id, !recording.pinned),
      enabled: writable && pinRefusal(recording.state) === null,
    },
    {
      keys: 'D',
      label: 'Get this recording now',
      run: () => recordings.fetchNow(row.id),
      enabled: writable && canFetchRecording(row, recording),
    },
    { keys: 'Home', label: 'Beginning', run: () => actions.seekTo(0) },
    { keys: 'End', label: 'End', run: () => actions.seekTo(player.durationMs()) },
  ]);
}
