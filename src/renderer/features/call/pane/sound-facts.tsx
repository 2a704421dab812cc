import { formatCount, formatDuration, formatLatency } from '#shared/logic/format.ts';
import type { CallTiming, ChannelSpeech, ClockFit, Lanes } from '#shared/model/timing.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { useSession } from '../session.ts';
import { useTimingActions } from '../use-timing.ts';
import { Fact, Facts, Section } from './facts.tsx';

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
      {timing.clock === null ? null : <ClockNudge callId={detail.row.id} clock={timing.clock} />}
    </Section>
  );
}

const steps = [-100, -10, 10, 100];

/** Moves the transcript by hand, where the fit is not what the ear says. */
function ClockNudge({ callId, clock }: { callId: string; clock: ClockFit }) {
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
          onClick={() => nudgeClock(clock.nudgeMs + step)}
        >
          {step > 0 ? `+${step}` : `−${-step}`} ms
        </Button>
      ))}
      <Button
        size="sm"
        disabled={pending || clock.nudgeMs === 0}
        disabledReason={readOnly}
        onClick={() => nudgeClock(0)}
      >
        As fitted
      </Button>
    </fieldset>
  );
}

function lanesInWords(lanes: Lanes | null): string | null {
  if (lanes === null) return null;
  const agent = lanes.roles[0] === 'agent' ? 1 : 2;
  const how = {
    detected: `detected, ${Math.round((lanes.confidence ?? 0) * 100)} % sure`,
    agent: 'as in this agent’s other calls',
    hand: 'set by hand',
  }[lanes.source];
  return `agent on channel ${agent} (${how})`;
}

function clockInWords(clock: ClockFit | null): string | null {
  if (clock === null) return null;
  const late = Math.round(clock.offsetMs);
  const where =
    late === 0
      ? 'as in the recording'
      : `${formatLatency(Math.abs(late))} ${late > 0 ? 'behind' : 'ahead of'} the transcript’s times`;
  const drift = Math.abs(clock.driftPpm) < 1 ? '' : `, drift ${Math.round(clock.driftPpm)} ppm`;
  const hand = clock.nudgeMs === 0 ? '' : `, of that ${formatLatency(clock.nudgeMs)} by hand`;
  const fit = `${formatCount(clock.pairs)} turns, ± ${formatLatency(clock.residualMs)}${clock.confidence === 'low' ? ', uncertain' : ''}`;
  return `sound ${where}${drift}${hand} (${fit})`;
}

function shareInWords({ talk, speech }: CallTiming, part: keyof NonNullable<CallTiming['talk']>): string | null {
  if (talk === null || speech === null) return null;
  const share = speech.durationMs === 0 ? 0 : talk[part] / speech.durationMs;
  return `${formatDuration(talk[part])} (${Math.round(share * 100)} %)`;
}

function overlapsInWords({ overlaps }: CallTiming): string {
  if (overlaps.length === 0) return 'none';
  const of = (kind: CallTiming['overlaps'][number]['kind']) =>
    overlaps.filter((overlap) => overlap.kind === kind).length;
  return `${of('barge-in')} barge-ins, ${of('backchannel')} backchannels, ${of('talk-over')} talk-overs`;
}

function stretchesInWords(stretches: readonly { startMs: number; endMs: number }[]): string {
  if (stretches.length === 0) return 'none';
  const sumMs = stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return `${stretches.length}, ${formatLatency(sumMs)} in all`;
}

function levelsInWords({ speechDb, noiseDb }: ChannelSpeech): string | null {
  if (speechDb === null) return null;
  const line =
    noiseDb === null ? 'silent line' : `line ${Math.round(noiseDb)} dBFS, ${Math.round(speechDb - noiseDb)} dB apart`;
  return `speech ${Math.round(speechDb)} dBFS, ${line}`;
}
