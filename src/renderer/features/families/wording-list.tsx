import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import type { FamilyDetail, FamilyWording } from '#shared/model/families.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Checkbox } from '../../ui/field.tsx';
import { templateParts } from './family-words.ts';

/** The ways in which a family is said: the newest example of each, its pattern, and how often. */
export function WordingList({
  family,
  picked,
  onPick,
  shown,
  onShow,
  readOnly,
  onSplit,
  onRelease,
}: {
  family: FamilyDetail;
  picked: ReadonlySet<string>;
  onPick: (key: string) => void;
  /** The wording whose turns are listed; null = all. */
  shown: string | null;
  onShow: (key: string | null) => void;
  readOnly: string | null;
  onSplit: () => void;
  onRelease: () => void;
}) {
  const hidden = family.wordings - family.list.length;
  return (
    <section aria-labelledby="family-wordings" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="family-wordings" className="font-strong">
          Wordings <span className="font-normal text-text-3">({formatCount(family.wordings)})</span>
        </h2>
        <span className="ml-auto flex gap-2">
          <Button size="sm" disabledReason={readOnly} onClick={onSplit}>
            New family of those selected
          </Button>
          <Button size="sm" disabledReason={readOnly} onClick={onRelease}>
            Release
          </Button>
        </span>
      </div>
      <ul className="flex flex-col">
        {family.list.map((wording) => (
          <li
            key={wording.key}
            data-row
            data-wording={wording.key}
            className={cx(
              'flex items-start gap-2 border-line/60 border-t py-1',
              shown === wording.key && 'bg-surface-3',
            )}
          >
            <Checkbox
              label={
                <span className="sr-only">Select the wording {neutraliseText(wording.template).slice(0, 80)}</span>
              }
              checked={picked.has(wording.key)}
              onChange={() => onPick(wording.key)}
              className="w-6 shrink-0"
            />
            <button
              type="button"
              data-row-link
              aria-pressed={shown === wording.key}
              onClick={() => onShow(shown === wording.key ? null : wording.key)}
              className="min-h-6 min-w-0 flex-1 rounded-sm text-left hover:underline"
              title="Show only turns in this wording"
            >
              <WordingText wording={wording} />
            </button>
            {wording.placed ? <Badge>put here</Badge> : null}
            <span className="shrink-0 pr-1 tabular-nums" title="Turns in this wording">
              {formatCount(wording.turns)}
              <span className="sr-only"> turns</span>
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="text-text-3">{formatCount(hidden)} rarer wordings are not shown.</p> : null}
    </section>
  );
}

function WordingText({ wording: { template, example } }: { wording: FamilyWording }) {
  let at = 0;
  return (
    <>
      {example === null ? null : (
        <span dir={directionOf(example) ?? 'auto'} className="line-clamp-2 [overflow-wrap:anywhere]">
          {neutraliseText(example)}
        </span>
      )}
      <span
        dir={directionOf(template) ?? 'auto'}
        className="line-clamp-1 text-meta text-text-3 [overflow-wrap:anywhere]"
      >
        {templateParts(template).map(({ text, isSlot }) => {
          const key = at;
          at += text.length + 1;
          return !isSlot ? (
            <span key={key}>{neutraliseText(text)} </span>
          ) : (
            <span key={key}>
              <span className="rounded-sm border border-line px-0.5">{text}</span>{' '}
            </span>
          );
        })}
      </span>
    </>
  );
}
