import type { RedactedSpan } from './spans.ts';

const signs = /@|＠|%40|\s{1,3}at\s{1,3}/giu;
const domain = /[\p{L}\p{N}_-]{1,63}(?:(?:\.|\s{1,3}dot\s{1,3})[\p{L}\p{N}_-]{1,63})+/iuy;
const host = /[\p{L}\p{N}._-]{1,253}/uy;
const localSign = /[\p{L}\p{N}._%+'&=-]/u;
const MOST_LOCAL = 64;
const spoken = /\s{1,3}(?:dot|underscore|dash|hyphen|plus)\s{1,3}$/iu;
/** " underscore " with three spaces on each side. */
const LONGEST_JOINT = 16;
/** As far back as an address can reach. */
const REACH = 330;

/** Mail addresses, also URL-encoded (`%40`) and dictated ("anna dot smith at example dot com"), and SIP addresses. */
export function findEmails(text: string): RedactedSpan[] {
  const found: RedactedSpan[] = [];
  for (const sign of text.matchAll(signs)) {
    const after = sign.index + sign[0].length;
    const isWord = /^\s/.test(sign[0]);
    // "at" is a word like any other: only with a domain after it is it a sign.
    const to = endOf(isWord ? domain : host, text, after);
    const from = startOf(text, sign.index);
    if (to === null || from === null) continue;
    found.push({ from, to: endOf(domain, text, after) ?? to, mark: '[email]' });
  }
  return found;
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Walks back over an address's first half, joined by spoken dots where there are any; null when nothing stands there. */
function startOf(text: string, end: number): number | null {
  let from: number | null = null;
  let at = end;
  const least = Math.max(0, end - REACH);
  for (;;) {
    const word = wordBefore(text, at);
    if (word === at) return from;
    from = word;
    const joint = spoken.exec(text.slice(Math.max(least, word - LONGEST_JOINT), word));
    if (!joint || word <= least) return from;
    at = word - joint[0].length;
  }
}

function wordBefore(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < MOST_LOCAL && localSign.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
