import { ClipboardList, Plus, Upload } from 'lucide-react';
import { useRef } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { ReadItem } from '#shared/logic/review/read-item.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import { addCriterion, addSection, emptyCard } from '#shared/logic/scorecard/edit-card.ts';
import { compareVersions } from '#shared/logic/scorecard/published-cards.ts';
import { readScorecardFile } from '#shared/logic/scorecard/scorecard-file.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { hrefOf, navigate } from '../../lib/router.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast-store.ts';
import { type ReviewWork, useItems, useReview } from '../review-work/use-review.ts';
import { CardEditor } from './editor/card-editor.tsx';
import { changesFromFile, useShippedCards } from './use-shipped.ts';

/** All scorecards of the workspace, or one of them. */
export function ScorecardsView({ id }: { id: string | null }) {
  const shared = useReview(null);
  if (shared.problem !== null) {
    return <EmptyState title="The scorecards could not be read">{shared.problem.message}</EmptyState>;
  }
  if (shared.items === null) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-24" />
      </div>
    );
  }
  return id === null ? <CardList shared={shared} /> : <CardEditor id={id} shared={shared} />;
}

function CardList({ shared }: { shared: ReviewWork }) {
  const cards = useItems(shared, 'scorecard');
  const versions = useItems(shared, 'scorecard-version');
  const readOnly = useReadOnlyReason();
  const shipped = useShippedCards(shared);
  useKeys('scorecard-list', [{ action: 'back', run: () => navigate({ name: 'calls' }) }]);
  const make = async () => {
    const section = addSection(emptyCard, 'First section');
    const { changes, id } = changesFromFile(
      {
        format: 'earmark-scorecard',
        version: 1,
        name: 'New scorecard',
        description: '',
        scorecard: addCriterion(section.card, section.id).card,
      },
      null,
    );
    if ((await shared.actions.apply(changes)) !== null) navigate({ name: 'scorecards', id });
  };
  const importFile = async (file: File) => {
    // A scorecard is text of some kB; what is larger is not read into memory first.
    const read = file.size > 20_000_000 ? null : readScorecardFile(await file.text());
    if (read === null) toast.error('This file is too large for a scorecard.');
    else if (read.file === null) toast.error(read.problem);
    else {
      const { changes, id } = changesFromFile(read.file, null);
      if ((await shared.actions.apply(changes)) === null) return;
      toast.ok('Imported as a draft. Publish it to review with it.');
      navigate({ name: 'scorecards', id });
    }
  };
  const sorted = cards.toSorted(
    (a, b) => Number(a.fields.retired === true) - Number(b.fields.retired === true) || a.createdMs - b.createdMs,
  );
  const buttons = (
    <>
      <Button variant="primary" icon={<Plus />} disabledReason={readOnly} onClick={() => void make()}>
        New scorecard
      </Button>
      <ImportButton disabledReason={readOnly} onFile={importFile} />
      {shipped.lacking === 0 ? null : (
        <Button disabledReason={readOnly} onClick={() => void shipped.add()}>
          {shipped.lacking === 1 ? 'Add Earmark’s scorecard' : `Add Earmark’s ${shipped.lacking} scorecards`}
        </Button>
      )}
    </>
  );
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <h1 className="flex-1 font-strong text-title">Scorecards</h1>
        {sorted.length === 0 ? null : buttons}
      </header>
      {sorted.length === 0 ? (
        <EmptyState icon={<ClipboardList />} title="No scorecard yet" action={buttons}>
          A scorecard says what is looked at in a call, and what it is worth. Begin with the three that come with
          Earmark, or with one of your own.
        </EmptyState>
      ) : (
        <ul aria-label="Scorecards" className="flex flex-col">
          {sorted.map((card) => (
            <CardRow
              key={card.id}
              card={card}
              versions={versions.filter(({ fields }) => fields.scorecardId === card.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function CardRow({
  card,
  versions,
}: {
  card: ReadItem<'scorecard'>;
  versions: readonly ReadItem<'scorecard-version'>[];
}) {
  const newest = versions.toSorted((a, b) => compareVersions(b, a))[0];
  const published = versions.filter(({ fields }) => fields.publishedMs !== null);
  const number = Math.max(0, ...published.map(({ fields }) => fields.number ?? 0));
  const definition = newest?.fields.definition ?? emptyCard;
  const count = criteriaOf(definition).length;
  return (
    <li className="border-line border-b">
      <a
        href={hrefOf({ name: 'scorecards', id: card.id })}
        className="flex flex-col gap-0.5 px-4 py-2 -outline-offset-2 hover:bg-surface-2"
      >
        <span className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 truncate font-strong">
            {neutraliseText(card.fields.name ?? 'Scorecard without a name')}
          </span>
          {number === 0 ? null : <Badge tone="ok">version {number}</Badge>}
          {published.length === versions.length ? null : <Badge tone="slow">draft</Badge>}
          {card.fields.retired === true ? <Badge>retired</Badge> : null}
          <span className="ml-auto whitespace-nowrap text-meta text-text-3">
            {count} {count === 1 ? 'criterion' : 'criteria'}
            {definition.passAt === null ? '' : `, pass mark ${definition.passAt} %`}
          </span>
        </span>
        {card.fields.description === null || card.fields.description === '' ? null : (
          <span dir="auto" className="max-w-[90ch] text-text-2">
            {neutraliseText(card.fields.description)}
          </span>
        )}
      </a>
    </li>
  );
}

function ImportButton({
  disabledReason,
  onFile,
}: {
  disabledReason: string | null;
  onFile: (file: File) => Promise<void>;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Scorecard file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again after it was corrected.
          event.target.value = '';
          if (file !== undefined) onFile(file).catch(() => toast.error('This file could not be read.'));
        }}
      />
      <Button icon={<Upload />} disabledReason={disabledReason} onClick={() => input.current?.click()}>
        Import
      </Button>
    </>
  );
}
