import { Fragment } from 'react';
import type { ShownTurn, SpokenPart } from '#shared/logic/corrections/apply.ts';
import type { Block } from '#shared/logic/corrections/text-map.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { cx } from '../../../ui/cx.ts';
import { speakerName } from '../transcript/item-texts.ts';
import { speakerLook } from '../transcript/speaker-look.ts';

/** A stretch of what is shown, or of what the vendor had in its place. */
interface Run {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  readonly key: string;
}

/**
 * A corrected turn: its parts by who says them, and, when asked for, what the vendor had struck through beside what was
 * really said. Only what is shown as said is text of the call; the rest is ours.
 */
export function CorrectedText({
  shown,
  direction,
  changes,
}: {
  shown: ShownTurn;
  direction: 'ltr' | 'rtl';
  changes: boolean;
}) {
  const blocks = changes ? (shown.map?.blocks ?? null) : null;
  return (
    <p
      data-find="text"
      dir={direction}
      className="min-h-6 whitespace-pre-wrap text-start text-(length:--read) leading-[1.6] [overflow-wrap:anywhere]"
    >
      {shown.turn.content === '' && blocks === null ? (
        <span data-aside className="text-text-3">
          (nothing was said)
        </span>
      ) : null}
      {shown.parts.map((part, i) => (
        <Part key={part.from} part={part} shown={shown} blocks={blocks} first={i === 0} />
      ))}
    </p>
  );
}

function Part({
  part,
  shown,
  blocks,
  first,
}: {
  part: SpokenPart;
  shown: ShownTurn;
  blocks: readonly Block[] | null;
  first: boolean;
}) {
  const runs = runsOf(shown, part, blocks);
  const words = runs.map(({ kind, text, key }) => {
    if (kind === 'same') return <Fragment key={key}>{text}</Fragment>;
    if (kind === 'added') {
      return (
        <ins key={key} className="underline decoration-2 decoration-ok underline-offset-4">
          <span data-aside className="sr-only">
            added:{' '}
          </span>
          {text}
        </ins>
      );
    }
    return (
      <del key={key} data-aside className="text-text-3 line-through decoration-2 decoration-bad">
        <span className="sr-only">removed: </span>
        {text}
      </del>
    );
  });
  if (first) return words;
  const speaker = { role: part.role, rawRole: shown.sent.rawRole };
  const { letter, tone } = speakerLook(speaker);
  return (
    <span className="mt-1 block border-line-strong border-t border-dotted pt-1">
      <span data-aside className={cx('me-1.5 select-none font-strong', tone)} title={speakerName(speaker)}>
        <span aria-hidden>{letter}</span>
        <span className="sr-only">{speakerName(speaker)}: </span>
      </span>
      {words}
    </span>
  );
}

/** The stretches of one part. */
function runsOf({ sent, turn }: ShownTurn, part: SpokenPart, blocks: readonly Block[] | null): Run[] {
  if (blocks === null) {
    return [{ kind: 'same', text: neutraliseText(turn.content.slice(part.from, part.to)), key: 'all' }];
  }
  const runs: Run[] = [];
  for (const block of blocks) {
    const from = Math.max(block.shownFrom, part.from);
    const to = Math.min(block.shownTo, part.to);
    const isLast = part.to === turn.content.length;
    const begins = block.shownFrom >= part.from && (block.shownFrom < part.to || isLast);
    const add = (kind: Run['kind'], text: string, at: number) => {
      if (text !== '') runs.push({ kind, text: neutraliseText(text), key: `${kind}${at}` });
    };
    if (!block.same && begins) add('removed', sent.content.slice(block.sentFrom, block.sentTo), block.sentFrom);
    if (to > from) add(block.same ? 'same' : 'added', turn.content.slice(from, to), from);
  }
  return runs;
}
