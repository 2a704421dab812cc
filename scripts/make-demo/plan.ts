import type { Agent } from './agents.ts';
import type { Draft, Slots } from './draft.ts';
import type { Format } from './encode.ts';
import type { Layout } from './mix.ts';
import type { Band } from './speech.ts';
import type { Call, DemoCall, Gender, Lang } from './types.ts';

/** How a recording is written: format, sampling rate, layout, kbit/s (or LAME's VBR quality). */
export interface Sound {
  format: Format;
  rate: number;
  layout: Layout;
  quality: number;
  band?: Band;
  echoDb?: number;
}

export interface Plan {
  /** Names the call in file names; the seed of all its chance. */
  key: string;
  agent: Agent['key'];
  version: number;
  lang: Lang;
  gender: Gender;
  /** Which of the caller voices. */
  voice: number;
  direction: Call['direction'];
  status: string;
  dialogue: ((d: Draft) => void) | null;
  sound: Sound | null;
  slots?: Slots;
  web?: 'absent' | 'null';
  tailMs?: number;
  /** Age of the start; else spread over the version's days. */
  agoMs?: number;
  noTranscript?: boolean;
  story?: string;
  /** Keeps only this share of the file. */
  damaged?: number;
  /** Still running when the server starts. */
  endsLive?: boolean;
  /** Changes the finished call. */
  also?: (call: Call) => void;
  delivery?: Partial<Pick<DemoCall, 'recordingState' | 'recordingLateMs' | 'endsAfterMs' | 'lateFieldsAfterMs'>>;
}

export const MINUTE = 60_000;

/** Plans of one agent version; incoming English calls that the caller ends, unless told. */
export function planFor(agent: Agent['key'], version: number) {
  return (key: string, dialogue: Plan['dialogue'], sound: Sound | null, more: Partial<Plan> = {}): Plan => ({
    key,
    agent,
    version,
    lang: 'en',
    gender: 'female',
    voice: 0,
    direction: 'incoming',
    status: 'user_hangup',
    dialogue,
    sound,
    ...more,
  });
}
