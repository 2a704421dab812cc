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

function redactTurn(turn: TurnKey, redactor: Redactor): TurnKey {
  return { ...turn, text: redactor.redact(turn.text) };
}

function redactQuote({ turn, quote }: { turn: TurnKey; quote: Quote }, redactor: Redactor): Quote {
  const stands = turn.text.startsWith(quote.exact, quote.at);
  // A turn's text is cut after some length; what the quote itself remembers is then all there is.
  const text = stands ? turn.text : `${quote.prefix}${quote.exact}${quote.suffix}`;
  const begins = stands ? quote.at : quote.prefix.length;
  const spans = redactor.find(text);
  const after = replaceSpans(text, spans);
  const from = placeAfter(begins, spans, 'start');
  const to = placeAfter(begins + quote.exact.length, spans, 'end');
  return {
    exact: after.slice(from, to),
    prefix: after.slice(Math.max(0, from - CONTEXT), from),
    suffix: after.slice(to, to + CONTEXT),
    at: stands ? from : quote.at,
  };
}
