import { useReadOnlyReason } from '../../../lib/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { useSession } from '../session.ts';
import { useTimingActions } from '../use-timing.ts';
import { Fact, Facts, Section } from './facts.tsx';
import {
  clockInWords,
  lanesInWords,
  levelsInWords,
  overlapsInWords,
  shareInWords,
  stretchesInWords,
} from './sound-words.ts';

/** What was measured in the recording: whose channel is whose, the clock, who spoke for how long, and what could not be told. */
export function SoundFacts() {
  const { detail, timing } = useSession();
  if (timing === null) {
    return (
      <Section title="Measured in the sound">
        <p className="text-text-3">Being measured.</p>
      </Section>
    );
  }
  const unknown = timing.speech === null ? 'Nothing was measured' : 'The parties cannot be told apart';
  return (
    <Section title="Measured in the sound">
      {timing.problems.map(({ code, message }) => (
        <p key={code} className="text-text-2">
          {message}
        </p>
      ))}
      <Facts>
        <Fact name="Lanes" value={lanesInWords(timing.lanes)} why={unknown} />
        <Fact name="Clock" value={clockInWords(timing.clock)} why="The transcript could not be fitted to the sound" />
        <Fact name="Agent spoke" value={shareInWords(timing, 'agentMs')} why={unknown} />
        <Fact name="Caller spoke" value={shareInWords(timing, 'callerMs')} why={unknown} />
        <Fact name="At once" value={shareInWords(timing, 'overlapMs')} why={unknown} />
        <Fact name="Silence" value={shareInWords(timing, 'silenceMs')} why={unknown} />
        <Fact name="Overlaps" value={timing.talk === null ? null : overlapsInWords(timing)} why={unknown} />
        <Fact
          name="Dead air"
          value={timing.speech === null ? null : stretchesInWords(timing.deadAir)}
          why="Nothing was measured"
        />
        <Fact
          name="Holds"
          value={timing.speech === null ? null : stretchesInWords(timing.holds)}
          why="Nothing was measured"
        />
        <Fact
          name="Monologues"
          value={timing.talk === null ? null : stretchesInWords(timing.monologues)}
          why={unknown}
        />
        {timing.speech?.channels.map((channel, place) => (
          <Fact
            // biome-ignore lint/suspicious/noArrayIndexKey: channels have no other name
            key={place}
            name={`Channel ${place + 1}`}
            value={levelsInWords(channel)}
            why="Nobody speaks on this channel"
          />
        ))}
      </Facts>
      {timing.speech === null ? null : <ClockNudge callId={detail.row.id} nudgeMs={timing.clock?.nudgeMs ?? 0} />}
    </Section>
  );
}

const steps = [-100, -10, 10, 100];

/** Moves the transcript by hand, where the fit is not what the ear says or there is none. */
function ClockNudge({ callId, nudgeMs }: { callId: string; nudgeMs: number }) {
  const { nudgeClock, pending } = useTimingActions(callId);
  const readOnly = useReadOnlyReason();
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="float-left mr-2 text-text-3">Move the transcript</legend>
      {steps.map((step) => (
        <Button
          key={step}
          size="sm"
          disabled={pending}
          disabledReason={readOnly}
          onClick={() => nudgeClock(nudgeMs + step)}
        >
          {step > 0 ? `+${step}` : `−${-step}`} ms
        </Button>
      ))}
      <Button size="sm" disabled={pending || nudgeMs === 0} disabledReason={readOnly} onClick={() => nudgeClock(0)}>
        As fitted
      </Button>
    </fieldset>
  );
}
