import { ArrowDown, ArrowUp, ListPlus, Plus, Trash2 } from 'lucide-react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import {
  addCriterion,
  addSection,
  moveCriterion,
  moveSection,
  removeCriterion,
  removeSection,
} from '#shared/logic/scorecard/edit-card.ts';
import type { WeightShares } from '#shared/logic/scorecard/weights.ts';
import { StatusShape } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { EditedCard } from '../use-scorecard.ts';

/** What is chosen in the outline. */
export interface Chosen {
  readonly kind: 'section' | 'criterion';
  readonly id: string;
}

export interface OutlineActions {
  add(kind: Chosen['kind']): void;
  move(by: 1 | -1): void;
  remove(): void;
}

/** What the outline's keys and buttons do to the card. */
export function outlineActions(
  edited: EditedCard,
  chosen: Chosen | null,
  choose: (chosen: Chosen | null) => void,
): OutlineActions {
  const { card, edit } = edited;
  const sectionOf = (criterionId: string) =>
    card.sections.find(({ criteria }) => criteria.some(({ id }) => id === criterionId));
  return {
    add(kind) {
      if (kind === 'section') {
        const { id } = addSection(card);
        edit((now) => addSection(now).card);
        choose({ kind, id });
        return;
      }
      const home =
        chosen?.kind === 'section' ? chosen.id : ((chosen && sectionOf(chosen.id)?.id) ?? card.sections.at(-1)?.id);
      if (home === undefined) {
        // A criterion needs a section to stand in.
        const made = addSection(card, 'First section');
        const { id } = addCriterion(made.card, made.id);
        edit((now) => addCriterion(addSection(now, 'First section').card, made.id).card);
        choose({ kind, id });
        return;
      }
      const after = chosen?.kind === 'criterion' ? chosen.id : null;
      const { id } = addCriterion(card, home, after);
      edit((now) => addCriterion(now, home, after).card);
      choose({ kind, id });
    },
    move(by) {
      if (chosen === null) return;
      edit((now) => (chosen.kind === 'section' ? moveSection(now, chosen.id, by) : moveCriterion(now, chosen.id, by)));
    },
    remove() {
      if (chosen === null) return;
      const rows = rowsOf(edited);
      const at = rows.findIndex(({ kind, id }) => kind === chosen.kind && id === chosen.id);
      edit((now) => (chosen.kind === 'section' ? removeSection(now, chosen.id) : removeCriterion(now, chosen.id)));
      const left = rows.filter(
        (row) => row.id !== chosen.id && !(chosen.kind === 'section' && row.sectionId === chosen.id),
      );
      choose(left[Math.min(left.length - 1, Math.max(0, at - 1))] ?? null);
    },
  };
}

/** Sections and criteria in the order in which the arrow keys go through them. */
export function rowsOf({ card }: EditedCard): (Chosen & { sectionId: string; label: string })[] {
  return card.sections.flatMap((section) => [
    { kind: 'section' as const, id: section.id, sectionId: section.id, label: section.label },
    ...section.criteria.map(({ id, label }) => ({ kind: 'criterion' as const, id, sectionId: section.id, label })),
  ]);
}

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${share < 9.95 ? share.toFixed(1) : Math.round(share)} %`;

/** The card as a list to choose from, with what each part weighs. */
export function Outline({
  edited,
  shares,
  chosen,
  onChoose,
  actions,
}: {
  edited: EditedCard;
  shares: WeightShares;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  actions: OutlineActions;
}) {
  const { card, problems } = edited;
  const rows = rowsOf(edited);
  const weightOf = (row: (typeof rows)[number]) => {
    const at = card.sections.findIndex(({ id }) => id === row.sectionId);
    if (row.kind === 'section') return shares.sections[at];
    const place = card.sections[at]?.criteria.findIndex(({ id }) => id === row.id) ?? -1;
    return shares.criteria[at]?.[place]?.ofCard;
  };
  const problemOf = (row: (typeof rows)[number]) =>
    problems.find(({ sectionId, criterionId }) =>
      row.kind === 'section' ? sectionId === row.id && criterionId === null : criterionId === row.id,
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-1 border-line border-b px-2 py-1.5">
        <Button size="sm" icon={<Plus />} onClick={() => actions.add('criterion')}>
          Criterion
        </Button>
        <Button size="sm" icon={<ListPlus />} onClick={() => actions.add('section')}>
          Section
        </Button>
        <span className="flex-1" />
        <IconButton
          size="sm"
          label="Move up"
          icon={<ArrowUp />}
          action="scorecards.move-up"
          disabled={chosen === null}
          onClick={() => actions.move(-1)}
        />
        <IconButton
          size="sm"
          label="Move down"
          icon={<ArrowDown />}
          action="scorecards.move-down"
          disabled={chosen === null}
          onClick={() => actions.move(1)}
        />
        <IconButton
          size="sm"
          label="Remove"
          icon={<Trash2 />}
          action="scorecards.remove"
          disabled={chosen === null}
          onClick={() => actions.remove()}
        />
      </div>
      <ul aria-label="Sections and criteria" className="min-h-0 flex-1 overflow-y-auto py-1">
        {rows.map((row) => {
          const isChosen = chosen?.kind === row.kind && chosen.id === row.id;
          const problem = problemOf(row);
          return (
            <li key={`${row.kind} ${row.id}`}>
              <button
                type="button"
                data-row={`${row.kind} ${row.id}`}
                aria-current={isChosen ? 'true' : undefined}
                onClick={() => onChoose(row)}
                onFocus={() => onChoose(row)}
                className={cx(
                  'flex min-h-7 w-full items-center gap-2 border-l-2 pr-2 text-left -outline-offset-2',
                  row.kind === 'section' ? 'mt-1 pl-2 font-strong' : 'pl-5',
                  isChosen ? 'border-accent bg-surface-3' : 'border-transparent hover:bg-surface-2',
                )}
              >
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {neutraliseText(row.label)}
                </span>
                {problem === undefined ? null : (
                  <>
                    <StatusShape shape="triangle" tone={problem.severity === 'error' ? 'bad' : 'slow'} />
                    <span className="sr-only">{problem.severity === 'error' ? 'has a problem' : 'has a warning'}</span>
                  </>
                )}
                <span className="w-12 shrink-0 text-right font-normal text-meta text-text-3 tabular-nums">
                  {percent(weightOf(row))}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
