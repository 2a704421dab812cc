import type { TagColour } from '../../model/review/items.ts';

/** A tag that every new workspace begins with. The id never changes: two seats' tags are thereby the same ones. */
export interface DefaultTag {
  readonly id: string;
  readonly name: string;
  readonly colour: TagColour;
  readonly cause: string;
  readonly key: number | null;
}

type Row = readonly [id: string, name: string, key?: number];

const group = (cause: string, colour: TagColour, rows: readonly Row[]): DefaultTag[] =>
  rows.map(([id, name, key = null]) => ({ id: `tag:${id}`, name, colour, cause, key }));

/**
 * What reviewers of voice agents remark on, by what would have to be repaired. The digits go to what is remarked on most, one
 * or two of a cause.
 */
export const defaultTaxonomy: readonly DefaultTag[] = [
  ...group('Speech recognition', 'blue', [
    ['asr-misheard', 'Misheard the caller', 1],
    ['asr-detail', 'Name, number or date misheard', 2],
    ['asr-missed', 'Caller’s words missing'],
    ['asr-language', 'Language or accent not coped with'],
  ]),
  ...group('Turn-taking', 'purple', [
    ['turn-cut-off', 'Cut the caller off', 3],
    ['turn-talk-over', 'Went on while the caller spoke'],
    ['turn-no-answer', 'Did not notice it was its turn'],
    ['turn-false-stop', 'Stopped for a noise or a “mhm”'],
  ]),
  ...group('Latency', 'yellow', [
    ['latency-slow', 'Answered too late', 4],
    ['latency-dead-air', 'Dead air without a word why'],
  ]),
  ...group('Prompt and policy', 'orange', [
    ['policy-wrong', 'Wrong or invented answer', 5],
    ['policy-step', 'Required step left out', 6],
    ['policy-repeat', 'Asked again for what was said'],
    ['policy-scope', 'Outside of what it may do'],
    ['policy-no-handover', 'Should have handed over'],
    ['policy-privacy', 'Gave away or asked for too much'],
  ]),
  ...group('Tools and integration', 'teal', [
    ['tool-failed', 'Tool failed', 7],
    ['tool-wrong', 'Wrong tool or wrong values'],
    ['tool-ignored', 'Result misread or not used'],
    ['tool-claim', 'Claimed what was not done'],
  ]),
  ...group('Voice', 'green', [
    ['voice-pronounced', 'Mispronounced', 8],
    ['voice-tone', 'Tone does not fit'],
    ['voice-garbled', 'Garbled or clipped speech'],
  ]),
  ...group('Telephony', 'grey', [
    ['line-quality', 'Noise or drop-out on the line'],
    ['line-echo', 'Heard itself'],
    ['line-keypad', 'Keypad or transfer failed'],
    ['line-voicemail', 'Took a machine for a person'],
  ]),
  ...group('Outcome', 'red', [
    ['outcome-frustrated', 'Caller annoyed'],
    ['outcome-gave-up', 'Caller gave up'],
    ['outcome-good', 'Handled well', 9],
  ]),
];
