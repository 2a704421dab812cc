import { useId } from 'react';
import { type LatencyStage, latencyStages } from '#shared/model/turn.ts';

/** The colour of each pipeline stage in a drawing, as everywhere else. */
export const stageFills: Record<LatencyStage, string> = {
  vad_delay_ms: 'fill-stage-vad',
  stt_finalize_ms: 'fill-stage-stt',
  llm_startup_ms: 'fill-stage-llm-startup',
  llm_first_sentence_ms: 'fill-stage-llm-first-sentence',
  tts_synthesis_ms: 'fill-stage-tts',
  send_overhead_ms: 'fill-stage-send',
};

/** A line pattern for each stage, so that it is known without its colour too: which way its lines run, and how close. */
const lines: Record<LatencyStage, string> = {
  vad_delay_ms: '',
  stt_finalize_ms: 'M0 6L6 0',
  llm_startup_ms: 'M0 0L6 6M0 6L6 0',
  llm_first_sentence_ms: 'M0 3H6',
  tts_synthesis_ms: 'M3 0V6',
  send_overhead_ms: 'M0 0L6 6',
};

/** The patterns of one drawing, under ids of its own; `urlOf` gives what `fill` takes. */
export function useStagePatterns(): { defs: React.ReactNode; urlOf: (stage: LatencyStage) => string } {
  const prefix = useId();
  const idOf = (stage: LatencyStage): string => `${prefix}-${stage}`;
  return {
    urlOf: (stage) => `url(#${idOf(stage)})`,
    defs: (
      <defs>
        {latencyStages.map((stage) => (
          <pattern key={stage} id={idOf(stage)} width={6} height={6} patternUnits="userSpaceOnUse">
            {lines[stage] === '' ? null : (
              <path d={lines[stage]} strokeWidth={1.2} strokeOpacity={0.55} className="fill-none stroke-surface-1" />
            )}
          </pattern>
        ))}
      </defs>
    ),
  };
}
