import type { LatencyStage } from '../model/turn.ts';

/** What each pipeline stage is called, everywhere alike. */
export const stageNames: Record<LatencyStage, string> = {
  vad_delay_ms: 'End of speech',
  stt_finalize_ms: 'Speech to text',
  llm_startup_ms: 'LLM first token',
  llm_first_sentence_ms: 'LLM first sentence',
  tts_synthesis_ms: 'Speech synthesis',
  send_overhead_ms: 'Sending',
};
