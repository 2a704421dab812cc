import type { Anchor } from '../../model/review/anchor.ts';
import { formatClock } from '../format.ts';

const MOST_QUOTED = 60;

const roleWords = { agent: 'agent', caller: 'caller', other: 'other' } as const;

/**
 * What an anchor stands on, in words: "turn 7, agent, 0:41.3", "0:12.0–0:15.4". `now` is where its turn or tool call is today, as
 * far as that is known; else the words say what was there when it was made.
 */
export function anchorWords(
  anchor: Anchor,
  now: { readonly turn: number | null; readonly startMs: number | null } | null = null,
): string {
  switch (anchor.on) {
    case 'call':
      return 'whole call';
    case 'turn':
    case 'text': {
      const { turn } = anchor;
      const position = now?.turn ?? turn.index;
      const ms = now?.startMs ?? turn.startMs;
      const where = [`turn ${position + 1}`, roleWords[turn.role], ...(ms === null ? [] : [formatClock(ms)])].join(
        ', ',
      );
      return anchor.on === 'turn' ? where : `${where}, ${quoted(anchor.quote.exact)}`;
    }
    case 'point':
      return formatClock(anchor.atMs);
    case 'range':
      return `${formatClock(anchor.startMs)}–${formatClock(anchor.endMs)}`;
    case 'tool': {
      const ms = now?.startMs ?? anchor.tool.startMs;
      return [
        `tool ${shortened(anchor.tool.name) || 'without a name'}`,
        ...(ms === null ? [] : [formatClock(ms)]),
      ].join(', ');
    }
  }
}

function quoted(text: string): string {
  return `“${shortened(text)}”`;
}

/** One line, cut after a whole character. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const chars = [...line.slice(0, 2 * MOST_QUOTED + 2)];
  return chars.length <= MOST_QUOTED ? line : `${chars.slice(0, MOST_QUOTED - 1).join('')}…`;
}
