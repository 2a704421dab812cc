import type { LatencyStage } from '#shared/model/turn.ts';

/** How each pipeline stage is named and coloured, in every chart alike. */
export const stageLooks: Record<LatencyStage, { readonly name: string; readonly hint: string; readonly bar: string }> =
  {
    vad_delay_ms: {
      name: 'End of speech',
      hint: 'Silence waited for before the caller’s turn was taken as over (vad_delay_ms)',
      bar: 'bg-stage-vad',
    },
    stt_finalize_ms: {
      name: 'Speech to text',
      hint: 'Speech-to-text finalisation (stt_finalize_ms)',
      bar: 'bg-stage-stt',
    },
    llm_startup_ms: {
      name: 'LLM first token',
      hint: 'Time to the language model’s first token (llm_startup_ms)',
      bar: 'bg-stage-llm-startup',
    },
    llm_first_sentence_ms: {
      name: 'LLM first sentence',
      hint: 'From the first token to the first whole sentence (llm_first_sentence_ms)',
      bar: 'bg-stage-llm-first-sentence',
    },
    tts_synthesis_ms: {
      name: 'Speech synthesis',
      hint: 'Synthesis of the first audio (tts_synthesis_ms)',
      bar: 'bg-stage-tts',
    },
    send_overhead_ms: {
      name: 'Sending',
      hint: 'Network send (send_overhead_ms)',
      bar: 'bg-stage-send',
    },
  };
