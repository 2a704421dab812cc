import type { Anchor, Quote, TurnKey } from '#shared/model/review/anchor.ts';
import type { Redactor } from './redactor.ts';
import { placeAfter, replaceSpans } from './spans.ts';

/** As much context as a quote keeps on each side. */
const CONTEXT = 64;

/**
 * An anchor on the redacted transcript: what stands in a turn is taken out of the whole turn, and the quote is cut anew from
 * what is left, so that half a number in a quote does not stay because the other half was outside of it.
 */
export function redactAnchor(anchor: Anchor, redactor: Redactor): Anchor {
  switch (anchor.on) {
    case 'turn':
      return { on: 'turn', turn: redactTurn(anchor.turn, redactor) };
    case 'text':
      return { on: 'text', turn: redactTurn(anchor.turn, redactor), quote: redactQuote(anchor, redactor) };
    case 'tool': {
      const { name, invocationId } = anchor.tool;
      const tool = {
        ...anchor.tool,
        name: redactor.redact(name),
        invocationId: invocationId && redactor.redact(invocationId),
      };
      return { on: 'tool', tool };
    }
    case 'call':
    case 'point':
    case 'range':
      return anchor;
  }
}

/** What was cut at a certain length may end in half a number, which nothing would find: so the cut ends go. */
const CUT_TEXT = 20_000;
const CUT_END = 200;

function redactTurn({ index, role, startMs, text }: TurnKey, redactor: Redactor): TurnKey {
  const whole = text.length < CUT_TEXT ? text : text.slice(0, CUT_TEXT - CUT_END).toWellFormed();
  return { index, role, startMs, text: redactor.redact(whole) };
}

function redactQuote({ turn, quote }: { turn: TurnKey; quote: Quote }, redactor: Redactor): Quote {
  const stands = turn.text.length < CUT_TEXT && turn.text.startsWith(quote.exact, quote.at);
  // A turn's text is cut after some length; what the quote itself remembers is then all there is, and its ends are cut too.
  const text = stands ? turn.text : `${quote.prefix}${quote.exact}${quote.suffix}`;
  const begins = stands ? quote.at : quote.prefix.length;
  const spans = redactor.find(text);
  const after = replaceSpans(text, spans);
  const from = placeAfter(begins, spans, 'start');
  const to = placeAfter(begins + quote.exact.length, spans, 'end');
  return {
    exact: after.slice(from, to),
    prefix: stands ? after.slice(Math.max(0, from - CONTEXT), from) : '',
    suffix: stands ? after.slice(to, to + CONTEXT) : '',
    at: stands ? from : quote.at,
  };
}
