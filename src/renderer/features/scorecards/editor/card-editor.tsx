import { ChevronLeft, Download, FileQuestion, Redo2, Undo2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { weightShares } from '#shared/logic/scorecard/weights.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { useKeys } from '../../../lib/keys.ts';
import { hrefOf, navigate } from '../../../lib/router.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/feedback.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toast-store.ts';
import type { ReviewWork } from '../../review-work/use-review.ts';
import { saveScorecardFile } from '../save-file.ts';
import { type EditedCard, useScorecard } from '../use-scorecard.ts';
import { CardSettings } from './card-settings.tsx';
import { CriterionForm } from './criterion-form.tsx';
import { History } from './history.tsx';
import { type Chosen, Outline, outlineActions, rowsOf } from './outline.tsx';
import { Preview } from './preview.tsx';
import { SectionForm } from './section-form.tsx';

/** One scorecard: its outline, what is chosen in it, and beside that a preview and its versions. */
export function CardEditor({ id, shared }: { id: string; shared: ReviewWork }) {
  const edited = useScorecard(id, shared);
  if (edited === null) {
    return (
      <EmptyState
        icon={<FileQuestion />}
        title="This scorecard is not in this workspace"
        action={<Button onClick={() => navigate({ name: 'scorecards', id: null })}>All scorecards</Button>}
      >
        It may belong to the other workspace, or the address is mistyped.
      </EmptyState>
    );
  }
  return <OpenCard key={id} edited={edited} shared={shared} />;
}

function OpenCard({ edited, shared }: { edited: EditedCard; shared: ReviewWork }) {
  const { card, draft, problems } = edited;
  const [wanted, setWanted] = useState<Chosen | null>(null);
  const [side, setSide] = useState('preview');
  const root = useRef<HTMLDivElement>(null);
  const rows = rowsOf(edited);
  const chosen = rows.find((row) => row.kind === wanted?.kind && row.id === wanted.id) ?? null;
  const shares = weightShares(card);
  const choose = (next: Chosen | null) => setWanted(next);
  const actions = outlineActions(edited, chosen, choose);
  const readOnly = useReadOnlyReason();
  const errors = problems.filter(({ severity }) => severity === 'error');

  const focusRow = (row: Chosen | undefined) => {
    if (row === undefined) return;
    setWanted(row);
    root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(`${row.kind} ${row.id}`)}"]`)?.focus();
  };
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.kind === chosen?.kind && row.id === chosen.id);
    focusRow(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
  };
  const publishRefusal =
    readOnly ?? (draft === null ? 'Nothing differs from the published version.' : (errors[0]?.message ?? null));
  const publish = async () => {
    // What is still being typed is saved when its field is left, and that comes first.
    if (document.activeElement instanceof HTMLElement && root.current?.contains(document.activeElement) === true) {
      document.activeElement.blur();
    }
    if (publishRefusal !== null) {
      toast.info(publishRefusal);
      return;
    }
    if (await edited.publish()) toast.ok(`Version ${draft?.fields.number ?? ''} is published.`);
  };
  const { undo, redo } = shared.actions;
  useKeys('scorecards', [
    { action: 'up', run: () => step(-1) },
    { action: 'down', run: () => step(1) },
    { action: 'add', run: () => actions.add('criterion') },
    { action: 'add-section', run: () => actions.add('section') },
    { action: 'move-up', run: () => actions.move(-1), enabled: chosen !== null },
    { action: 'move-down', run: () => actions.move(1), enabled: chosen !== null },
    { action: 'remove', run: () => actions.remove(), enabled: chosen !== null },
    { action: 'publish', run: () => void publish() },
    { action: 'undo', run: () => void undo(), enabled: shared.canUndo },
    { action: 'redo', run: () => void redo(), enabled: shared.canRedo },
    { action: 'back', run: () => navigate({ name: 'scorecards', id: null }) },
  ]);

  return (
    <div ref={root} className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-center gap-2 border-line border-b px-3 py-1.5">
        <a
          href={hrefOf({ name: 'scorecards', id: null })}
          className="inline-flex h-7 items-center gap-1 rounded-md pr-2 text-text-2 hover:bg-surface-3 hover:text-text-1 [&_svg]:size-4"
        >
          <ChevronLeft aria-hidden />
          Scorecards
        </a>
        <h1 dir="auto" className="min-w-0 truncate font-strong text-title">
          {neutraliseText(edited.item.fields.name ?? 'Scorecard without a name')}
        </h1>
        <Status edited={edited} />
        <span className="flex-1" />
        <IconButton
          label="Undo"
          icon={<Undo2 />}
          action="scorecards.undo"
          disabled={!shared.canUndo}
          onClick={() => void undo()}
        />
        <IconButton
          label="Do again"
          icon={<Redo2 />}
          action="scorecards.redo"
          disabled={!shared.canRedo}
          onClick={() => void redo()}
        />
        <Button icon={<Download />} onClick={() => saveScorecardFile(edited)}>
          Export
        </Button>
        {draft === null || edited.published.length === 0 ? null : (
          <Button onClick={() => edited.discard()}>Discard the draft</Button>
        )}
        <Button variant="primary" disabledReason={publishRefusal} onClick={() => void publish()}>
          Publish
        </Button>
      </header>
      <Problems edited={edited} onGo={focusRow} />
      <div className="grid min-h-0 flex-1 auto-rows-min overflow-y-auto min-[980px]:auto-rows-fr min-[980px]:grid-cols-[minmax(18.5rem,1fr)_minmax(22rem,1.6fr)_minmax(16rem,1.2fr)] min-[980px]:overflow-hidden">
        <div className="min-h-0 border-line border-r">
          <Outline edited={edited} shares={shares} chosen={chosen} onChoose={choose} actions={actions} />
        </div>
        <section aria-label="What is chosen" className="min-h-0 overflow-y-auto p-4">
          <Form edited={edited} chosen={chosen} />
        </section>
        <Tabs
          label="About this scorecard"
          className="min-h-0 border-line border-l"
          value={side}
          onValueChange={setSide}
          items={[
            { value: 'preview', label: 'Preview', content: <Preview key={edited.item.id} card={card} /> },
            { value: 'history', label: 'Versions', content: <History edited={edited} /> },
            {
              value: 'card',
              label: 'Card',
              content: (
                <div className="flex flex-col gap-4 p-4">
                  <CardSettings edited={edited} />
                  <Retire edited={edited} />
                </div>
              ),
            },
          ]}
        />
      </div>
    </div>
  );
}

function Status({ edited: { draft, published, item } }: { edited: EditedCard }) {
  const latest = published[0]?.fields.number ?? null;
  return (
    <>
      {latest === null ? null : <Badge tone="ok">version {latest} published</Badge>}
      {draft === null ? null : <Badge tone="slow">draft of version {draft.fields.number ?? '?'}</Badge>}
      {item.fields.retired === true ? <Badge>retired</Badge> : null}
      {draft !== null && draft.item.rivals.definition !== undefined ? (
        <span role="status" className="text-slow">
          Somebody else changed this draft as well. The latest is shown; your next change settles it.
        </span>
      ) : null}
    </>
  );
}

function Problems({ edited, onGo }: { edited: EditedCard; onGo: (chosen: Chosen) => void }) {
  const { problems, card } = edited;
  if (problems.length === 0) return null;
  const placeOf = (
    sectionId: string | null,
    criterionId: string | null,
  ): { chosen: Chosen | null; label: ReactNode } => {
    const section = card.sections.find(({ id }) => id === sectionId);
    const criterion = section?.criteria.find(({ id }) => id === criterionId);
    if (criterion !== undefined) return { chosen: { kind: 'criterion', id: criterion.id }, label: criterion.label };
    if (section !== undefined) return { chosen: { kind: 'section', id: section.id }, label: section.label };
    return { chosen: null, label: null };
  };
  return (
    <ul
      aria-label="Problems"
      className="flex max-h-24 shrink-0 flex-col overflow-y-auto border-line border-b bg-surface-2 px-3 py-1"
    >
      {problems.map(({ severity, message, sectionId, criterionId }, at) => {
        const { chosen, label } = placeOf(sectionId, criterionId);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
          <li key={at} className={severity === 'error' ? 'text-bad' : 'text-slow'}>
            {chosen === null ? null : (
              <button type="button" className="min-h-6 underline" onClick={() => onGo(chosen)}>
                {typeof label === 'string' ? neutraliseText(label) : label}
              </button>
            )}
            {chosen === null ? '' : ': '}
            {neutraliseText(message)}
          </li>
        );
      })}
    </ul>
  );
}

function Form({ edited, chosen }: { edited: EditedCard; chosen: Chosen | null }) {
  const { card } = edited;
  const shares = weightShares(card);
  if (chosen === null) {
    return (
      <p className="text-text-2">
        {card.sections.length === 0
          ? 'Add a criterion to begin with. Weights are relative: they need not sum to anything.'
          : 'Choose a section or a criterion to change it.'}
      </p>
    );
  }
  const at = card.sections.findIndex(({ id, criteria }) =>
    chosen.kind === 'section' ? id === chosen.id : criteria.some((criterion) => criterion.id === chosen.id),
  );
  const section = card.sections[at];
  if (section === undefined) return null;
  if (chosen.kind === 'section') {
    return <SectionForm key={chosen.id} section={section} edited={edited} share={shares.sections[at] ?? null} />;
  }
  const place = section.criteria.findIndex(({ id }) => id === chosen.id);
  const criterion = section.criteria[place];
  const share = shares.criteria[at]?.[place];
  if (criterion === undefined) return null;
  return (
    <CriterionForm
      key={chosen.id}
      criterion={criterion}
      edited={edited}
      ofSection={share?.ofSection ?? null}
      ofCard={share?.ofCard ?? null}
    />
  );
}

function Retire({ edited }: { edited: EditedCard }) {
  const retired = edited.item.fields.retired === true;
  return (
    <div className="flex flex-col items-start gap-2 border-line border-t pt-4">
      <p className="text-text-2">
        {retired
          ? 'It is not offered for new reviews. Reviews made with it stay as they are.'
          : 'A retired scorecard is not offered for new reviews any more; reviews made with it stay as they are.'}
      </p>
      <Button onClick={() => edited.retire(!retired)}>{retired ? 'Use it again' : 'Retire this scorecard'}</Button>
    </div>
  );
}
