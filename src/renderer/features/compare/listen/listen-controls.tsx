import { Pause, Play, Repeat, Scale } from 'lucide-react';
import { useStore } from 'zustand';
import { legsOf, letterOf, type PlayPlan, scheduleOf } from '#shared/logic/listen/play-plan.ts';
import type { KeyActionId } from '../../../lib/key-catalogue.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { BETWEEN_MS, type Listening } from './listening.ts';
import { leadIns, listenRates } from './use-listen-keys.ts';

interface ControlsProps {
  listening: Listening;
  /** Whose keys the hints name. */
  scope: 'listen' | 'blind';
}

/** What is played, how fast, how loud and from where. */
export function ListenControls({ listening, scope }: ControlsProps) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <PlayButton listening={listening} scope={scope} />
      <PlanButton listening={listening} scope={scope} plan="a-b" />
      <PlanButton listening={listening} scope={scope} plan="a-b-a" />
      <LoopButton listening={listening} scope={scope} />
      <MatchButton listening={listening} scope={scope} />
      <Choice
        label="Speed"
        value={useStore(listening.store, (state) => state.rate)}
        options={listenRates}
        words={(rate) => `${rate}×`}
        onChange={listening.setRate}
      />
      <Choice
        label="Caller’s last words"
        value={useStore(listening.store, (state) => state.leadInMs)}
        options={leadIns}
        words={(ms) => (ms === 0 ? 'none' : `${ms / 1000} s`)}
        onChange={listening.setLeadIn}
      />
    </div>
  );
}

function PlayButton({ listening, scope }: ControlsProps) {
  const playing = useStore(listening.store, (state) => state.playing);
  const letter = letterOf(useStore(listening.store, (state) => state.current));
  const reason = useStore(listening.store, ({ clips, current }) =>
    clips[current]?.state === 'ready' ? null : clips[current]?.state === 'loading' ? 'being read' : 'cannot be heard',
  );
  return (
    <IconButton
      label={playing ? 'Pause' : `Play ${letter}`}
      action={`${scope}.play`}
      icon={playing ? <Pause /> : <Play />}
      disabledReason={reason}
      onClick={listening.toggle}
    />
  );
}

function PlanButton({
  listening,
  scope,
  plan,
}: ControlsProps & {
  plan: Exclude<PlayPlan, 'one'>;
}) {
  const action: KeyActionId = `${scope}.${plan === 'a-b' ? 'one-two' : 'one-two-one'}`;
  const pair = useStore(listening.store, (state) => state.pair);
  const running = useStore(listening.store, (state) => state.playing && state.plan === plan);
  const whole = useStore(listening.store, ({ clips }) => pair.every((clip) => clips[clip]?.state === 'ready'));
  const seconds = useStore(listening.store, ({ clips, leadInMs, rate }) => {
    const spans = clips.map((clip) => (clip.state === 'ready' ? clip.span : null));
    const last = scheduleOf(legsOf(plan, pair, 0), spans, leadInMs, BETWEEN_MS).at(-1);
    return last === undefined ? 0 : Math.round((last.atMs + last.toOffsetMs - last.fromOffsetMs) / rate / 1000);
  });
  const letters = legsOf(plan, pair, 0).map(letterOf);
  const button = (
    <Button
      aria-label={`Play ${letters.join(', ')}`}
      aria-pressed={running}
      className="aria-pressed:border-accent aria-pressed:bg-surface-3"
      disabledReason={whole ? null : 'Both must be there to be heard'}
      onClick={() => listening.start(plan)}
    >
      {letters.join('–')}
    </Button>
  );
  return whole ? (
    <Tooltip content={`Play ${letters.join(', then ')}${scope === 'blind' ? '' : `: ${seconds} s`}`} action={action}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

function LoopButton({ listening, scope }: ControlsProps) {
  const loop = useStore(listening.store, (state) => state.loop);
  return (
    <IconButton
      label="Loop"
      action={`${scope}.loop`}
      pressed={loop}
      icon={<Repeat />}
      onClick={() => listening.setLoop(!loop)}
    />
  );
}

function MatchButton({ listening, scope }: ControlsProps) {
  const matched = useStore(listening.store, (state) => state.matched);
  return (
    <IconButton
      label="Match the loudness of the agents"
      action={`${scope}.match`}
      pressed={matched}
      icon={<Scale />}
      onClick={() => listening.setMatched(!matched)}
    />
  );
}

function Choice({
  label,
  value,
  options,
  words,
  onChange,
}: {
  label: string;
  value: number;
  options: readonly number[];
  words: (value: number) => string;
  onChange: (value: number) => void;
}) {
  const all = options.includes(value) ? options : [...options, value].sort((a, b) => a - b);
  return (
    <span className="flex items-center gap-1.5 pl-2 text-text-2">
      {label}
      <Select
        aria-label={label}
        className="w-20"
        value={String(value)}
        onChange={(event) => {
          onChange(Number(event.target.value));
          // A select keeps the keys to itself while it has the focus.
          event.target.blur();
        }}
      >
        {all.map((option) => (
          <option key={option} value={String(option)}>
            {words(option)}
          </option>
        ))}
      </Select>
    </span>
  );
}
