import { memo, type ReactNode, useMemo, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { beginningOf, type Inline, type NoteBlock, parseNote } from '#shared/logic/notes/markdown.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { splitLong } from '#shared/logic/split-long.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import { Button } from '../../../ui/button.tsx';

/** More than this is set in parts, characters. */
const LONG = 4000;

/** A note's words with their emphasis; of a long one the beginning, the rest when asked. */
export const NoteText = memo(function NoteText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const beginning = useMemo(() => beginningOf(text), [text]);
  const shown = all || beginning === null ? text : beginning;
  const blocks = useMemo(() => parseNote(neutraliseText(shown)), [shown]);
  const direction = useMemo(() => directionOf(text) ?? 'ltr', [text]);
  return (
    <div dir={direction} className="flex flex-col gap-1 text-start [overflow-wrap:anywhere]">
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
        <Block key={at} block={block} />
      ))}
      {beginning === null ? null : (
        <div>
          <Button size="sm" onClick={() => setAll(!all)}>
            {all ? 'Show the beginning only' : `Show all, ${formatCount(text.length)} characters`}
          </Button>
        </div>
      )}
    </div>
  );
});

const indents = ['', 'ms-4', 'ms-8', 'ms-12'];

function Block({ block }: { block: NoteBlock }) {
  if (block.kind === 'paragraph') {
    return (
      <p className="whitespace-pre-wrap">
        {block.lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={at}>
            {at === 0 ? null : <br />}
            {inlines(line)}
          </span>
        ))}
      </p>
    );
  }
  const items = block.items.map(({ level, children }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <li key={at} className={indents[level]}>
      {inlines(children)}
    </li>
  ));
  return block.ordered ? (
    <ol start={block.start} className="list-decimal ps-5">
      {items}
    </ol>
  ) : (
    <ul className="list-disc ps-5">{items}</ul>
  );
}

function inlines(children: readonly Inline[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return children.map((one, at) => <Words key={at} one={one} />);
}

function Words({ one }: { one: Inline }): ReactNode {
  switch (one.kind) {
    case 'text':
      return <Plain text={one.text} />;
    case 'code':
      return <code className="rounded-sm bg-surface-3 px-0.5 font-mono">{one.text}</code>;
    case 'strong':
      return <strong className="font-strong">{inlines(one.children)}</strong>;
    case 'em':
      return <em className="italic">{inlines(one.children)}</em>;
  }
}

/** A megabyte in one text node would be laid out whole for every change near it. */
function Plain({ text }: { text: string }) {
  if (text.length <= LONG) return text;
  return splitLong(text).map((piece) => <span key={piece.start}>{piece.text}</span>);
}
