import { speakerLetter } from '#shared/logic/transcript.ts';
import type { Turn } from '#shared/model/turn.ts';

const tones = { agent: 'text-agent', caller: 'text-caller', other: 'text-text-2' } as const;
const bars = { agent: 'bg-agent', caller: 'bg-caller', other: 'bg-text-2' } as const;

/** How a speaker is marked: letter, colour of the letter, colour of the bar. */
export function speakerLook(turn: Pick<Turn, 'role' | 'rawRole'>): { letter: string; tone: string; bar: string } {
  return { letter: speakerLetter(turn), tone: tones[turn.role], bar: bars[turn.role] };
}
