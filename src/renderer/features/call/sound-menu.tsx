import { AudioLines } from 'lucide-react';
import type { ReactNode } from 'react';
import { evenOutDb } from '#shared/logic/loudness.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useMixState, useSession } from './session.ts';
import { buildLanes } from './wave/scene.ts';

/** Loudness and ears: what is set once and then stays on this device. */
export function SoundMenu() {
  const { player, lanes } = useSession();
  const evenOut = useMixState((state) => state.evenOut);
  const bothEars = useMixState((state) => state.bothEars);
  const available = useMixState((state) => state.available);
  const stereo = lanes.channels > 1;
  return (
    <Popover
      label="Loudness and ears"
      className="w-80"
      trigger={<IconButton label="Loudness and ears" icon={<AudioLines />} />}
    >
      {available ? (
        <div className="flex flex-col gap-2">
          <Switch
            label="Even out the loudness of parties and calls"
            checked={evenOut}
            onChange={(checked) => player.mix.set({ evenOut: checked })}
          >
            {evenOut ? <Gains /> : null}
          </Switch>
          <Switch
            label="Both parties in both ears"
            checked={bothEars}
            disabled={!stereo}
            onChange={(checked) => player.mix.set({ bothEars: checked })}
          >
            {stereo ? null : 'The recording has one channel: both ears hear it anyway.'}
          </Switch>
        </div>
      ) : (
        <p className="text-text-2">This browser does not let pages mix sound. The recording plays as it is.</p>
      )}
    </Popover>
  );
}

interface SwitchProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

function Switch({ label, checked, disabled = false, onChange, children }: SwitchProps) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-1 accent-(--accent)"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="flex flex-col">
        {label}
        <span className="text-meta text-text-3">{children}</span>
      </span>
    </label>
  );
}

/** By how much each lane is made louder or softer now. */
function Gains() {
  const { lanes } = useSession();
  const levels = useMixState((state) => state.levels);
  if (levels === null) return 'The loudness of this recording is not known yet.';
  return buildLanes(lanes.channels, lanes.roles)
    .map(({ channel, label }) => {
      const level = levels[channel];
      if (level === undefined || level.speechDb === null) return `${label}: no speech found, left as it is`;
      const db = evenOutDb(level);
      return `${label} ${db < 0 ? '−' : '+'}${Math.abs(db).toFixed(1)} dB`;
    })
    .join(' · ');
}
