import type { ReactNode } from 'react';
import type { Tag } from '#shared/logic/notes/tags.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { TagColour } from '#shared/model/review/items.ts';
import { cx } from '../../ui/cx.ts';

/** A tag's colour as text; the letters beside it say the same without colour. */
export const tagText: Record<TagColour, string> = {
  grey: 'text-tag-grey',
  blue: 'text-tag-blue',
  teal: 'text-tag-teal',
  green: 'text-tag-green',
  yellow: 'text-tag-yellow',
  orange: 'text-tag-orange',
  red: 'text-tag-red',
  purple: 'text-tag-purple',
};

const frame = 'inline-flex h-5 max-w-60 items-center gap-1 rounded-sm border border-current px-1 text-meta';

/** A tag by its letters and its name; `leading` stands before them, such as its digit. */
export function TagChip({ tag, code, leading }: { tag: Tag; code: string; leading?: ReactNode }) {
  return (
    <span className={cx(frame, tagText[tag.colour])} title={tag.cause === '' ? undefined : tag.cause}>
      {leading}
      <TagWords tag={tag} code={code} />
    </span>
  );
}

/** A tag that is put on and taken off. */
export function TagToggle({
  tag,
  code,
  pressed,
  onToggle,
}: {
  tag: Tag;
  code: string;
  pressed: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={tag.cause === '' ? undefined : tag.cause}
      onClick={onToggle}
      className={cx(
        frame,
        'min-h-6 border-line-strong hover:bg-surface-3 aria-pressed:border-current aria-pressed:bg-surface-3 aria-pressed:font-strong',
        tagText[tag.colour],
      )}
    >
      {tag.key === null ? null : <span className="text-text-3">{tag.key}</span>}
      <TagWords tag={tag} code={code} />
    </button>
  );
}

function TagWords({ tag, code }: { tag: Tag; code: string }) {
  return (
    <>
      <span aria-hidden className="font-strong">
        {code}
      </span>
      <span dir="auto" className={cx('truncate text-text-1', tag.retired && 'line-through')}>
        {neutraliseText(tag.name)}
      </span>
      {tag.retired ? <span className="sr-only">(retired)</span> : null}
    </>
  );
}
