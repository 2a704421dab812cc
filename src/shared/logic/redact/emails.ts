import type { RedactedSpan } from './spans.ts';

const signs = /@|＠|%40|\s{1,3}at\s{1,3}/giu;
const domain = /[\p{L}\p{N}_-]{1,63}(?:(?:\.|\s{1,3}dot\s{1,3})[\p{L}\p{N}_-]{1,63})+/iuy;
const host = /[\p{L}\p{N}._-]{1,253}/uy;
const localEnd = /[\p{L}\p{N}._%+'&=-]{1,64}$/u;
const spoken = /\s{1,3}(?:dot|underscore|dash|hyphen|plus)\s{1,3}$/iu;
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

function startOf(text: string, end: number): number | null {
  const base = Math.max(0, end - REACH);
  let before = text.slice(base, end);
  let from: number | null = null;
  for (;;) {
    const local = localEnd.exec(before);
    if (!local) return from;
    from = base + local.index;
    before = before.slice(0, local.index);
    const joint = spoken.exec(before);
    if (!joint) return from;
    before = before.slice(0, joint.index);
  }
}
