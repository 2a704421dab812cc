import type { ExchangeCall } from '../../model/review/exchange.ts';
import { roundStretch, secondsText } from './clock-text.ts';

/**
 * The measured speech segments as NIST RTTM: `SPEAKER file channel onset duration <NA> <NA> speaker <NA> <NA>`, in order of
 * time (NIST, "The 2009 Rich Transcription Evaluation Plan", appendix A). Channels count from 1. The speaker is `agent` or
 * `caller`, or `channelN` while it is not known whose voice a channel carries. Null when no speech was measured.
 */
export function writeRttm({ row, timing }: ExchangeCall): string | null {
  const { speech = null, lanes = null } = timing ?? {};
  if (speech === null) return null;
  const file = fieldText(row.id);
  return speech.channels
    .flatMap(({ segments }, channel) =>
      segments.map((segment) => ({
        ...roundStretch(1, segment),
        channel: channel + 1,
        speaker: lanes?.roles[channel] ?? `channel${channel + 1}`,
      })),
    )
    .filter(({ startMs, endMs }) => endMs > startMs && startMs >= 0)
    .sort((a, b) => a.startMs - b.startMs || a.channel - b.channel)
    .map(({ startMs, endMs, channel, speaker }) => {
      const times = `${secondsText(startMs, 3)} ${secondsText(endMs - startMs, 3)}`;
      return `SPEAKER ${file} ${channel} ${times} <NA> <NA> ${speaker} <NA> <NA>\n`;
    })
    .join('');
}

/** Fields are separated by blanks and `;;` begins a comment, so neither may be in one. */
function fieldText(text: string): string {
  const field = text.toWellFormed().replace(/[\s\p{Cc};]/gu, '_');
  return field === '' ? '_' : field;
}
