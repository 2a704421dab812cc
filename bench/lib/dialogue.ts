/** One turn of a made-up conversation; times are ms from the start of the recording. */
export interface SpokenTurn {
  role: 'agent' | 'caller';
  startMs: number;
  endMs: number;
  content: string;
  /** The wait before an agent's turn. */
  gapMs: number | null;
}

const sentences = [
  'I can look that up for you, one moment please.',
  'Yes, the appointment on Tuesday would suit me best.',
  'The parcel left our depot this morning and should reach you before six in the evening.',
  'Could you spell the street name once more?',
  'No, that is all for today.',
  'I have noted the new address, and a confirmation goes to the number you are calling from.',
];

/** A conversation of agent and caller by turns, about one turn every six seconds. The same length gives the same words. */
export function planDialogue(durationMs: number): SpokenTurn[] {
  const turns: SpokenTurn[] = [];
  let state = 12_345;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  let at = 600;
  for (let index = 0; ; index += 1) {
    const role = index % 2 === 0 ? 'agent' : 'caller';
    const gapMs = Math.round(role === 'agent' ? 700 + 1800 * random() ** 3 : 250 + 700 * random());
    const startMs = at + gapMs;
    const endMs = startMs + Math.round(2500 + 4500 * random());
    if (endMs > durationMs - 500) return turns;
    const content = Array.from(
      { length: 1 + Math.floor(random() * 2) },
      () => sentences[Math.floor(random() * sentences.length)] ?? '',
    ).join(' ');
    turns.push({ role, startMs, endMs, content, gapMs: role === 'agent' ? gapMs : null });
    at = endMs;
  }
}

const chunkMs = 10_000;
const toneHz = { agent: 140, caller: 210 };

/**
 * The conversation as PCM16 stereo, interleaved, ten seconds at a time: agent left, caller right, each a buzz that rises and
 * falls like syllables, over faint noise. It need not be understood, only cost a decoder what speech does.
 */
export function* speak(turns: readonly SpokenTurn[], durationMs: number, sampleRate: number): Generator<Buffer> {
  const voices = { agent: voiceTable(toneHz.agent, sampleRate), caller: voiceTable(toneHz.caller, sampleRate) };
  const perMs = sampleRate / 1000;
  let noise = 1;
  for (let fromMs = 0; fromMs < durationMs; fromMs += chunkMs) {
    const toMs = Math.min(durationMs, fromMs + chunkMs);
    const first = Math.round(fromMs * perMs);
    const samples = new Int16Array((Math.round(toMs * perMs) - first) * 2);
    for (let at = 0; at < samples.length; at += 1) {
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
      samples[at] = noise >> 25;
    }
    for (const turn of turns) {
      if (turn.endMs <= fromMs || turn.startMs >= toMs) continue;
      const channel = turn.role === 'agent' ? 0 : 1;
      const table = voices[turn.role];
      const last = Math.round(Math.min(turn.endMs, toMs) * perMs);
      for (let frame = Math.round(Math.max(turn.startMs, fromMs) * perMs); frame < last; frame += 1) {
        samples[(frame - first) * 2 + channel] = table[frame % table.length] ?? 0;
      }
    }
    yield Buffer.from(samples.buffer);
  }
}

/** One second of a voice: a few harmonics under a syllable rhythm of 4 Hz. */
function voiceTable(hz: number, sampleRate: number): Int16Array {
  return Int16Array.from({ length: sampleRate }, (_, at) => {
    const time = at / sampleRate;
    const buzz = [1, 2, 3, 5, 8].reduce((sum, n) => sum + Math.sin(2 * Math.PI * hz * n * time) / n, 0);
    return Math.round(5000 * buzz * (0.25 + 0.75 * Math.sin(Math.PI * 4 * time) ** 2));
  });
}
