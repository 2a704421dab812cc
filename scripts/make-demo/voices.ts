import type { Gender, Lang } from './types.ts';

export interface Voice {
  engine: 'flite' | 'espeak';
  /** flite's voice, or espeak-ng's language+variant. */
  name: string;
  gender: Gender;
  /** flite: `duration_stretch`; espeak-ng: words per minute. */
  pace: number;
  /** espeak-ng's pitch 0-99. */
  pitch?: number;
  /** Shift by sox, in cents, to make a second person out of one flite voice. */
  cents?: number;
}

const flite = (name: string, gender: Gender, pace: number, cents = 0): Voice => ({
  engine: 'flite',
  name,
  gender,
  pace,
  cents,
});
const espeak = (name: string, gender: Gender, pace: number, pitch: number): Voice => ({
  engine: 'espeak',
  name,
  gender,
  pace,
  pitch,
});

export const VOICES: Record<string, Voice> = {
  'mia-en': flite('slt', 'female', 0.88),
  'leo-en': flite('rms', 'male', 0.9),
  'callum-en': flite('awb', 'male', 0.88),
  'mia-es': espeak('es+f2', 'female', 165, 50),
  'leo-es': espeak('es-419+m3', 'male', 165, 42),
  'callum-es': espeak('es+m7', 'male', 160, 40),
  'mia-he': espeak('he+f2', 'female', 155, 52),
  'leo-he': espeak('he+m3', 'male', 155, 42),
  'callum-he': espeak('he+m7', 'male', 155, 40),

  'slt-low': flite('slt', 'female', 0.92, -170),
  'slt-high': flite('slt', 'female', 0.86, 160),
  'rms-high': flite('rms', 'male', 0.88, 190),
  'rms-low': flite('rms', 'male', 0.95, -130),
  'awb-high': flite('awb', 'male', 0.9, 150),
  'awb-low': flite('awb', 'male', 0.94, -140),
  kal: flite('kal16', 'male', 0.88),
  'en-gb-f': espeak('en-gb+f3', 'female', 165, 55),
  'en-us-f': espeak('en-us+f4', 'female', 170, 50),
  'en-rp-m': espeak('en-gb-x-rp+m3', 'male', 165, 42),

  'es-f': espeak('es-419+f4', 'female', 170, 55),
  'es-m': espeak('es+m1', 'male', 165, 38),
  'es-f-old': espeak('es+f1', 'female', 150, 60),
  'he-f': espeak('he+f4', 'female', 155, 56),
  'he-m': espeak('he+m1', 'male', 150, 36),
};

const CALLERS: Record<Lang, Record<Gender, string[]>> = {
  en: {
    female: ['slt-low', 'slt-high', 'en-gb-f', 'slt-low', 'slt-high', 'en-us-f'],
    male: ['rms-high', 'awb-high', 'kal', 'rms-low', 'awb-low', 'en-rp-m'],
  },
  es: { female: ['es-f', 'es-f-old'], male: ['es-m'] },
  he: { female: ['he-f'], male: ['he-m'] },
};

/** A caller's voice that is not made from the agent's own. */
export function castCaller(agentVoice: string, lang: Lang, gender: Gender, index: number): string {
  const base = VOICES[agentVoice]?.name;
  const candidates = CALLERS[lang][gender].filter((key) => VOICES[key]?.name !== base);
  const chosen = candidates[index % candidates.length];
  if (!chosen) throw new Error(`no ${gender} caller for ${lang}`);
  return chosen;
}

export function getVoice(key: string): Voice {
  const voice = VOICES[key];
  if (!voice) throw new Error(`no voice ${key}`);
  return voice;
}
