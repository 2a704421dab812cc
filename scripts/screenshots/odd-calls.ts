import type { LiteralCall } from '../../src/sandbox/index.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 10, 24, 9, 30);
const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung';

/** A call in which everything that has a length is far too long. */
export const longCall: LiteralCall = {
  call: {
    call_id: `long-${'0123456789abcdef'.repeat(5)}`,
    start_timestamp: startMs,
    duration_ms: hourMs,
    direction: 'incoming',
    from_number: `sip:${word}@switchboard.of.a.very.long.name.example.com;transport=tls`,
    to_number: '+15550100002',
    agent: {
      id: '00000000-0000-4000-8000-00000000a9e8',
      name: `Appointments, reminders and everything else for all branches of ${word} and Sons, Ltd.`,
      version: 'release-candidate-2026-11-24-with-the-new-voice',
    },
    summary: `The caller spelt ${word} several times. `.repeat(30),
    vars_provided: { [`name_of_${word}`]: `${word} `.repeat(6).trim(), short: 'x' },
    transcript: [
      { role: 'agent', content: 'Good morning, how can I help?', timestamp_ms: 400 },
      {
        role: 'caller',
        content: `${word.repeat(4)} is what it says here, without any place to break.`,
        timestamp_ms: 3000,
      },
      {
        role: 'agent',
        content: 'I will read all of the terms to you, one after the other, as I have to. '.repeat(40).trim(),
        timestamp_ms: 16_000,
        latency_breakdown: { total_perceived_ms: 2400, llm_startup_ms: 900, tts_synthesis_ms: 300 },
      },
    ],
  },
  recording: {
    generator: { bytes: 60 * 8000 * 4, seed: 7, sampleRate: 8000 },
  },
};

/** Bytes that call themselves a recording and are none. */
export const undecodableCall: LiteralCall = {
  call: {
    call_id: 'undecodable-0001',
    start_timestamp: startMs + hourMs,
    duration_ms: 20_000,
    transcript: [
      { role: 'agent', content: 'Good morning, how can I help?', timestamp_ms: 400 },
      { role: 'caller', content: 'I would like to move my appointment.', timestamp_ms: 3000 },
      { role: 'agent', content: 'Of course. Which day suits you?', timestamp_ms: 6200 },
    ],
  },
  recording: {
    // Begins like an MP3's tag, and goes on with what no frame begins with.
    bytes: Uint8Array.from({ length: 40_000 }, (_, at) => (at < 3 ? 'ID3'.charCodeAt(at) : (at * 131) % 251)),
    contentType: 'audio/mpeg',
  },
};
