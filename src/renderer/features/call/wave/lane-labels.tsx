import { ArrowUpDown } from 'lucide-react';
import type { Lanes } from '#shared/model/timing.ts';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { useMixState, useSession } from '../session.ts';
import type { CallLanes } from '../use-lanes.ts';
import { GAP_STRIP_PX, RULER_PX } from './paint.ts';
import { NOTE_STRIP_PX } from './paint-notes.ts';
import type { Lane } from './scene.ts';

const sources: Record<Lanes['source'], string> = {
  detected: 'Detected from when each party speaks',
  agent: 'As in the other calls of this agent',
  hand: 'Set by hand for this call',
};

const monoWords = 'One channel carries both parties: they cannot be muted, heard alone or exchanged';

/** How it is known whose voice a lane carries. */
function sourceWords({ source, confidence }: CallLanes): string {
  if (source === null) return 'Nobody knows whose voice this channel carries';
  const sure = confidence === null ? '' : ` (${Math.round(confidence * 100)} % sure)`;
  return `${sources[source]}${sure}`;
}

/** Whose voice each lane carries, with mute and solo, and the exchange of the two. */
export function LaneLabels({ lanes }: { lanes: readonly Lane[] }) {
  const { lanes: known } = useSession();
  return (
    <div
      className="relative flex w-24 shrink-0 flex-col border-r border-line"
      style={{ paddingTop: GAP_STRIP_PX, paddingBottom: RULER_PX + NOTE_STRIP_PX }}
    >
      {lanes.map((lane) => (
        <LaneLabel key={lane.channel} lane={lane} mixable={lanes.length > 1} />
      ))}
      <span
        className="absolute left-3 text-meta text-text-3 leading-none"
        style={{ bottom: RULER_PX + 1, height: NOTE_STRIP_PX - 2 }}
      >
        Notes
      </span>
      {known.flip === null || known.pending ? null : (
        <div
          className="pointer-events-none absolute right-1.5 flex -translate-y-1/2"
          style={{ top: `calc(${GAP_STRIP_PX}px + (100% - ${GAP_STRIP_PX + RULER_PX + NOTE_STRIP_PX}px) / 2)` }}
        >
          <IconButton
            label={known.roles === null ? 'Say that the first channel is the agent’s' : 'Exchange agent and caller'}
            action="call.flip-lanes"
            size="sm"
            side="right"
            icon={<ArrowUpDown />}
            className="pointer-events-auto size-5 [&_svg]:size-3.5"
            onClick={known.flip}
          />
        </div>
      )}
    </div>
  );
}

function LaneLabel({ lane, mixable }: { lane: Lane; mixable: boolean }) {
  const { lanes } = useSession();
  const { channel } = lane;
  const silent = useMixState(({ solo, muted }) => (solo.includes(true) ? !solo[channel] : muted[channel] === true));
  const colour = lane.role === 'agent' ? 'text-agent' : lane.role === 'caller' ? 'text-caller' : 'text-text-3';
  return (
    <div className="flex min-h-0 flex-1 flex-col items-start justify-center pr-1 pl-3">
      {lanes.channels === 0 ? null : (
        <Tooltip content={mixable ? sourceWords(lanes) : monoWords} side="right">
          <span className={cx('max-w-full truncate text-meta leading-4', colour, silent && 'line-through')}>
            {lanes.pending ? '' : lane.label}
          </span>
        </Tooltip>
      )}
      {mixable && !lanes.pending ? <MuteAndSolo channel={channel} name={lane.label} /> : null}
    </div>
  );
}

const small = 'size-5 text-meta font-strong';

function MuteAndSolo({ channel, name }: { channel: number; name: string }) {
  const { player, playable } = useSession();
  const muted = useMixState((state) => state.muted[channel] === true);
  const solo = useMixState((state) => state.solo[channel] === true);
  const available = useMixState((state) => state.available);
  const reason = !available
    ? 'this browser does not let pages mix sound'
    : playable
      ? null
      : 'there is no recording to hear';
  return (
    <span className="-ml-1.5 flex">
      <IconButton
        label={`Mute ${name}`}
        icon="M"
        size="sm"
        side="right"
        pressed={muted}
        disabledReason={reason}
        className={small}
        onClick={() => player.mix.toggleMuted(channel)}
      />
      <IconButton
        label={`Hear only ${name}`}
        action="call.solo"
        icon="S"
        size="sm"
        side="right"
        pressed={solo}
        disabledReason={reason}
        className={small}
        onClick={() => player.mix.toggleSolo(channel)}
      />
    </span>
  );
}
