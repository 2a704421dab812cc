import type { DefinitionId } from '../model/finding.ts';
import { type LatencyStage, latencyStages } from '../model/turn.ts';
import type { Definition, DefinitionSource } from './definition.ts';
import { insightDefinitions } from './insight-definitions.ts';
import { stageNames } from './stage-names.ts';

export const sourceWords: Record<DefinitionSource, string> = {
  vendor: 'Reported by the vendor',
  computed: 'Computed from the vendor’s figures',
  sound: 'Measured in the sound',
  both: 'Computed from the vendor’s figures and from the sound',
  words: 'Computed from the words of the transcript',
};

/** Why the total may be below the sum of its stages. */
export const whyTotalBelowSum =
  'The stages stream: each begins with the first output of the one before and does not wait for its end. While the model still writes its first sentence, synthesis may already speak its beginning. That time counts in both stages but only once in the total, so a total below the sum is normal. A total above the sum, or below a single stage, is not.';

type Stage = Pick<Definition, 'start' | 'end' | 'note'>;

const stages: Record<LatencyStage, Stage> = {
  vad_delay_ms: {
    start: 'The caller stops speaking, as the agent’s speech detection dates it',
    end: 'The caller’s turn is taken as over',
    note: 'The silence the agent waits for before it answers. Often a set time, so it may be equal from turn to turn.',
  },
  stt_finalize_ms: {
    start: 'The caller’s turn is taken as over, or while that is still being waited for',
    end: 'The last words of the caller’s turn are there as text',
    note: 'The vendor does not date its start: it may run within the wait for the end of speech.',
  },
  llm_startup_ms: {
    start: 'The language model is asked',
    end: 'Its first token arrives',
    note: 'Some agents ask the model before the caller has stopped; then part of this is no wait. A tool that the model calls may run within it.',
  },
  llm_first_sentence_ms: {
    start: 'The model’s first token arrives',
    end: 'Its first whole sentence is there',
    note: 'Grows with the length of the sentence. When an answer waits for a tool, the wait often lies here.',
  },
  tts_synthesis_ms: {
    start: 'The first text is handed to the synthesiser',
    end: 'Its first sound is there',
    note: 'Only until the first sound, not for the whole sentence. May begin before the first sentence is whole.',
  },
  send_overhead_ms: {
    start: 'The first sound is there',
    end: 'It is sent on its way to the caller',
    note: 'What the telephone network and the caller’s device add after that is in no reported figure.',
  },
};

const spokenEnd = 'The last sound of the caller’s turn on the caller’s channel';
const spokenOnset = 'The first sound of the agent’s turn on the agent’s channel';
const wait = 'The caller stops speaking';
const begins = 'The agent begins to speak';

const others: readonly Omit<Definition, 'version'>[] = [
  {
    id: 'total_perceived_ms',
    name: 'Reported total',
    start: 'The caller stops speaking, as the agent dates it',
    end: 'The agent’s first sound is sent',
    source: 'vendor',
    note: `The vendor’s total_perceived_ms. ${whyTotalBelowSum}`,
  },
  {
    id: 'stage_sum',
    name: 'Sum of the stages',
    start: 'The first stage begins',
    end: 'As if every stage waited for the end of the one before',
    source: 'computed',
    note: 'All reported stages added up, negative ones left out. An upper limit for the wait, not a wait: the stages overlap. Without all six it is too low.',
  },
  {
    id: 'reported_gap',
    name: 'Reported gap',
    start: 'The caller stops speaking, as the agent dates it',
    end: 'The agent’s first sound is sent',
    source: 'vendor',
    note: 'The reported total, taken as the silence before the agent’s turn. A negative total is no gap.',
  },
  {
    id: 'measured_gap',
    name: 'Measured gap',
    start: spokenEnd,
    end: spokenOnset,
    source: 'sound',
    note: 'The silence the caller heard, found by speech detection in the recording. In a mono recording both lie on one channel: the silence around the turn’s reported start is taken, with low confidence.',
  },
  {
    id: 'residual',
    name: 'Difference',
    start: 'The reported total',
    end: 'The measured gap',
    source: 'both',
    note: 'Measured minus reported. Above zero: the caller waited longer than reported. Some of it is the way to the recorder and the end of speech being dated late.',
  },
  {
    id: 'median',
    name: 'Median',
    start: wait,
    end: begins,
    source: 'both',
    note: 'Half of a call’s gaps are shorter. Computed for reported and for measured gaps apart, over the turns that have one; with an even number the mean of the middle two.',
  },
  {
    id: 'p90',
    name: '90th percentile',
    start: wait,
    end: begins,
    source: 'both',
    note: 'Nine of ten gaps are no longer (nearest rank, so it is a gap that was there). Over few turns it is the worst gap.',
  },
  {
    id: 'worst',
    name: 'Worst gap',
    start: wait,
    end: begins,
    source: 'both',
    note: 'The longest gap of the call. For reported and for measured gaps apart, so the two may be of different turns.',
  },
  {
    id: 'dead_air',
    name: 'Dead air',
    start: 'The last sound of whoever spoke',
    end: 'The next sound of either party',
    source: 'sound',
    note: 'A stretch without speech from either party, at least as long as the limit in the settings. Hold music is no dead air.',
  },
  {
    id: 'overlap',
    name: 'Overlap',
    start: 'The second party begins while the first still speaks',
    end: 'One of the two stops',
    source: 'sound',
    note: 'Needs the parties on channels of their own. A short sound such as “mm-hm” that stops nobody is a backchannel.',
  },
  {
    id: 'barge_in',
    name: 'Barge-in',
    start: 'One party begins while the other speaks',
    end: 'The other stops because of it',
    source: 'sound',
    note: 'An overlap that ends the turn of whoever spoke first. What the agent had still to say was not heard.',
  },
  {
    id: 'likeness',
    name: 'Likeness',
    start: 'The words of one agent turn',
    end: 'The words of another',
    source: 'words',
    note: 'How much of what is said is the same, 100 % for all of it. Names, numbers, dates and times do not count, common words count little. It compares words, not meaning.',
  },
];

/** The pinned definitions of every figure of a call, in the order in which they are read. Of many calls: `insightDefinitions`. */
export const definitions: readonly Definition[] = ((): Definition[] => {
  const [total, ...rest] = others.map((definition): Definition => ({ ...definition, version: 1 }));
  const ofStages = latencyStages.map(
    (stage): Definition => ({ id: stage, name: stageNames[stage], source: 'vendor', version: 1, ...stages[stage] }),
  );
  return total === undefined ? ofStages : [total, ...ofStages, ...rest];
})();

/** The definition of a figure. */
export function getDefinition(id: DefinitionId): Definition {
  const isAsked = (definition: Definition) => definition.id === id;
  const found = definitions.find(isAsked) ?? insightDefinitions.find(isAsked);
  if (found === undefined) throw new Error(`no definition of ${id}`);
  return found;
}
