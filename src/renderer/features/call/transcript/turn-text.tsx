import { memo, useMemo } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { splitLong } from '#shared/logic/split-long.ts';
import { hasRightToLeft, splitNumbers } from '#shared/logic/text-direction.ts';
import { splitHeard } from '#shared/logic/turn-marks.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import type { TurnNotes } from './turn-notes.ts';

/** From so many characters on a text is set in parts. */
const LONG = 4000;

/** What was said, the right way round; words that nobody heard are struck through. */
export const TurnText = memo(function TurnText({
  content,
  direction,
  cutOff,
}: {
  content: string;
  direction: 'ltr' | 'rtl';
  cutOff: TurnNotes['cutOff'];
}) {
  const { heard, unheard } = useMemo(() => {
    const parts = cutOff === null ? { heard: content, unheard: '' } : splitHeard(content, cutOff.heardChars);
    return { heard: neutraliseText(parts.heard), unheard: neutraliseText(parts.unheard) };
  }, [content, cutOff]);
  return (
    <p
      data-find="text"
      dir={direction}
      className="min-h-6 whitespace-pre-wrap text-start text-(length:--read) leading-[1.6] [overflow-wrap:anywhere]"
    >
      {content === '' ? (
        <span data-aside className="text-text-3">
          (nothing was transcribed)
        </span>
      ) : (
        <Words text={heard} direction={direction} />
      )}
      {unheard === '' || cutOff === null ? null : (
        <>
          <span data-aside className="sr-only">
            {' '}
            Not heard, {cutOff.from}:{' '}
          </span>
          <s className="text-text-3 decoration-1 decoration-dotted">
            <Words text={unheard} direction={direction} />
          </s>
          <Tooltip content={cutOff.from}>
            <span
              data-aside
              dir="ltr"
              className="mx-1.5 inline-block select-none rounded-sm border border-line-strong border-dashed px-1 text-meta text-text-2"
            >
              <span aria-hidden>not heard</span>
            </span>
          </Tooltip>
        </>
      )}
    </p>
  );
});

/** Numbers in groups are kept left to right: between right-to-left words their groups would change places. */
function Words({ text, direction }: { text: string; direction: 'ltr' | 'rtl' }) {
  const mixed = direction === 'rtl' || hasRightToLeft(text);
  const runs = useMemo(() => (mixed ? splitNumbers(text) : null), [text, mixed]);
  if (runs === null) return <Pieces text={text} />;
  return runs.map((run) =>
    run.number ? (
      <bdi key={run.start} dir="ltr">
        {run.text}
      </bdi>
    ) : (
      <Pieces key={run.start} text={run.text} />
    ),
  );
}

/** A text of usual length as it is; a very long one in parts, see `splitLong`. */
function Pieces({ text }: { text: string }) {
  const pieces = useMemo(() => (text.length > LONG ? splitLong(text) : null), [text]);
  return pieces === null ? text : pieces.map((piece) => <span key={piece.start}>{piece.text}</span>);
}
