import { memo, type ReactNode } from 'react';
import { absent, formatCount, formatDuration, formatLatency } from '#shared/logic/format.ts';
import { type SoundMeasures, sumUpSound } from '#shared/logic/measures/sum-up-call.ts';
import { unmeasuredReason } from '#shared/logic/timing-words.ts';
import { cx } from '../../../ui/cx.ts';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { useSession } from '../session.ts';
import { talkShares } from './talk-shares.ts';
import { Term } from './term.tsx';

/** What the parties do in the sound of this call, as figures: dead air, overlaps, who speaks for how long. */
export const CallSound = memo(function CallSound() {
  const { timing } = useSession();
  const unmeasured = unmeasuredReason(timing);
  return (
    <section aria-labelledby="call-sound" className="flex flex-col gap-2 border-line border-t pt-4">
      <h2 id="call-sound" className="font-strong">
        Dead air, overlaps and talk
      </h2>
      {timing === null || unmeasured !== null ? (
        <p className="text-text-2">{unmeasured}</p>
      ) : (
        <SoundFigures sound={sumUpSound(timing)} />
      )}
    </section>
  );
});

function SoundFigures({ sound }: { sound: SoundMeasures }) {
  const { settings } = useSession();
  const { deadAirs, deadAirLongestMs, deadAirTotalMs, overlaps, bargeIns, agentOverCaller } = sound;
  const some = (count: number | null): boolean => count !== null && count > 0;
  return (
    <>
      <table className="w-full">
        <caption className="sr-only">What the parties do in the sound of this call</caption>
        <tbody>
          <Row
            name={<Term of="dead_air">Dead air</Term>}
            note={`from ${formatLatency(settings.deadAirMs)}`}
            value={deadAirs}
            next={some(deadAirs) ? <ActionKbd action="latency.dead-air-next" /> : null}
          />
          {some(deadAirs) ? (
            <>
              <Row name="Longest" inner ms={deadAirLongestMs} />
              <Row name="In all" inner ms={deadAirTotalMs} />
            </>
          ) : null}
          <Row
            name={<Term of="overlap">Overlaps</Term>}
            value={overlaps}
            next={some(overlaps) ? <ActionKbd action="latency.overlap-next" /> : null}
          />
          <Row name={<Term of="barge_in">Barge-ins</Term>} inner value={bargeIns} />
          <Row name="Agent began over the caller" inner value={agentOverCaller} />
        </tbody>
      </table>
      <Talk sound={sound} />
    </>
  );
}

interface RowProps {
  name: ReactNode;
  note?: string;
  /** A count, or a length in `ms`. */
  value?: number | null;
  ms?: number | null;
  inner?: boolean;
  next?: ReactNode;
}

const together = 'The parties of this call cannot be told apart';

function Row({ name, note, value = null, ms = null, inner = false, next = null }: RowProps) {
  const text = value === null ? (ms === null ? null : formatLatency(ms)) : formatCount(value);
  return (
    <tr>
      <th scope="row" className={cx('h-6 text-left font-normal', inner && 'pl-4 text-text-2')}>
        {name} {note === undefined ? null : <span className="text-meta text-text-3">{note}</span>}
      </th>
      <td className="text-right text-meta text-text-3">
        {next === null ? null : (
          <span className="flex items-center justify-end gap-1">
            next <span>{next}</span>
          </span>
        )}
      </td>
      <td className="w-20 text-right">
        {text === null ? (
          <span className="text-text-3" title={together}>
            {absent}
            <span className="sr-only">{together}</span>
          </span>
        ) : (
          text
        )}
      </td>
    </tr>
  );
}

/** Who speaks for which share of the recording, as a bar and as figures. */
function Talk({ sound }: { sound: SoundMeasures }) {
  const shares = talkShares(sound);
  if (shares === null) return <p className="text-text-3">{together}, so that who speaks for how long is not known.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm">
        {shares.map(({ part, percent }) => (
          <span key={part} className={looks[part].ground} style={{ width: `${percent}%` }} />
        ))}
      </div>
      <dl className="grid grid-cols-4 gap-x-2">
        {shares.map(({ part, ms, percent }) => (
          <div key={part}>
            <dt className="flex items-center gap-1.5 text-meta text-text-3">
              <span aria-hidden className={cx('size-2 rounded-[1px]', looks[part].ground)} />
              {looks[part].name}
            </dt>
            <dd className="whitespace-nowrap">
              {Math.round(percent)} % <span className="text-text-3">{formatDuration(ms)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const looks = {
  agent: { name: 'Agent', ground: 'bg-agent' },
  caller: { name: 'Caller', ground: 'bg-caller' },
  both: { name: 'Both', ground: 'bg-text-2' },
  nobody: { name: 'Nobody', ground: 'bg-surface-3' },
} as const;
