import type { Format } from './encode.ts';
import type { Layout } from './mix.ts';
import type { Sound } from './plan.ts';

const sound = (format: Format, rate: number, layout: Layout, quality: number, more: Partial<Sound> = {}): Sound => ({
  format,
  rate,
  layout,
  quality,
  ...more,
});

const AC = 'agent-caller';
const CA = 'caller-agent';
const MIX = 'mix';

/** The recordings' formats by a short name: container, order of the channels, sampling rate. */
export const SOUNDS = {
  pcmMix: sound('wav-pcm', 8000, MIX, 0),
  mulaw: sound('wav-mulaw', 8000, AC, 0),
  mulawSwapped: sound('wav-mulaw', 8000, CA, 0),
  mulawMix: sound('wav-mulaw', 8000, MIX, 0),
  alawMix: sound('wav-alaw', 8000, MIX, 0),
  mp3At8: sound('mp3-cbr', 8000, AC, 24),
  mp3At8Swapped: sound('mp3-cbr', 8000, CA, 24),
  mp3Mix: sound('mp3-cbr', 8000, MIX, 16),
  mp3At16: sound('mp3-cbr', 16000, AC, 40, { band: 'wide' }),
  mp3At44: sound('mp3-cbr', 44100, AC, 40, { band: 'full' }),
  mp3Vbr: sound('mp3-vbr', 16000, AC, 9),
  mp3VbrAt8: sound('mp3-vbr', 8000, CA, 9),
  mp3VbrAt44: sound('mp3-vbr', 44100, MIX, 9),
  mp3VbrNoXing: sound('mp3-vbr-noxing', 16000, AC, 9),
  opus: sound('ogg-opus', 8000, AC, 20),
  opusSwapped: sound('ogg-opus', 8000, CA, 20),
  opusFine: sound('ogg-opus', 8000, CA, 28),
  opusEcho: sound('ogg-opus', 8000, AC, 20, { echoDb: -36 }),
  opusWide: sound('ogg-opus', 16000, AC, 24, { band: 'wide' }),
  opusMix: sound('ogg-opus', 8000, MIX, 12),
  webm: sound('webm-opus', 16000, AC, 22),
  m4a: sound('m4a', 16000, AC, 24),
  m4aSwapped: sound('m4a', 16000, CA, 24),
  m4aWide: sound('m4a', 16000, AC, 36, { band: 'wide' }),
  m4aAt48: sound('m4a', 48000, AC, 40, { band: 'full' }),
  m4aMoovLast: sound('m4a-moov-last', 16000, AC, 24),
  m4aMoovLastMix: sound('m4a-moov-last', 16000, MIX, 14),
  adts: sound('adts', 16000, AC, 20),
  flac: sound('flac', 8000, AC, 0),
} as const satisfies Record<string, Sound>;
