import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, FileQuestion, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { FamilyDetail } from '#shared/model/families.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { useListQuestion } from '../../lib/list-state.ts';
import { hrefOf, navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast-store.ts';
import { ConflictBadge } from '../sharing/conflict-badge.tsx';
import { FamilyTurns } from './family-turns.tsx';
import { trendWords } from './family-words.ts';
import { GapSpread } from './gap-spread.tsx';
import { useFamilyList } from './list-question.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';
import { NameField } from './name-field.tsx';
import { GapFiguresText, gapKinds } from './quantile-line.tsx';
import { moveRowFocus } from './row-focus.ts';
import { useFamilyEdits } from './use-family-edits.ts';
import { type ChosenVersion, GapKey, VersionTable } from './version-table.tsx';
import { WordingList } from './wording-list.tsx';

const everything = {};

/** One family: how it is said, by which versions, with which gaps, and each of its turns. */
export function FamilyView({ id }: { id: string }) {
  const listFilter = useFamilyList((state) => state.listFilter);
  const list = useListQuestion().filter;
  const filter = listFilter ? list : everything;
  const { data, error, refetch } = useQuery({
    ...orpc.families.get.queryOptions({ input: { id, filter } }),
    placeholderData: (before) => before,
  });
  if (error !== null) {
    const { code, message } = problemOf(error);
    return <NoSuchFamily gone={code === 'not-found'} message={message} onRetry={() => void refetch()} />;
  }
  if (data === undefined) {
    return (
      <div aria-busy="true" className="flex flex-col gap-4 p-4">
        <h1 className="sr-only">Family</h1>
        <Skeleton className="h-8 w-72" />
        <Skeleton className="h-40" />
        <Skeleton className="h-60" />
      </div>
    );
  }
  return <OpenFamily family={data} filter={filter} />;
}

function NoSuchFamily({ gone, message, onRetry }: { gone: boolean; message: string; onRetry: () => void }) {
  const edits = useFamilyEdits();
  const back = () => navigate({ name: 'families', id: null });
  useKeys('family', [
    { action: 'undo', run: () => void edits.undo() },
    { action: 'back', run: back },
  ]);
  return (
    <>
      <h1 className="sr-only">Family</h1>
      <EmptyState
        icon={gone ? <FileQuestion /> : <TriangleAlert />}
        title={gone ? 'There is no such family any more' : 'The family could not be read'}
        action={
          <>
            {gone ? null : (
              <Button variant="primary" onClick={onRetry}>
                Try again
              </Button>
            )}
            <Button onClick={back}>Back to the families</Button>
          </>
        }
      >
        {gone ? 'It was merged into another one, or its calls were erased.' : message}
      </EmptyState>
    </>
  );
}

function OpenFamily({ family, filter }: { family: FamilyDetail; filter: Parameters<typeof FamilyTurns>[0]['filter'] }) {
  const [renaming, setRenaming] = useState(false);
  const [dialog, setDialog] = useState<'merge' | 'split' | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [wording, setWording] = useState<string | null>(null);
  const [version, setVersion] = useState<ChosenVersion | null>(null);
  const readOnly = useReadOnlyReason();
  const edits = useFamilyEdits();
  const writable = readOnly === null;
  const shown = useMemo(() => new Set(family.list.map(({ key }) => key)), [family.list]);
  // What was picked may have gone elsewhere meanwhile.
  const keys = [...picked].filter((key) => shown.has(key));
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    setPicked(next);
  };
  const split = () => {
    if (keys.length === 0) toast.info('Select the wordings of the new family first, with X or their boxes.');
    else if (keys.length >= family.wordings) toast.info('These are all its wordings. Leave at least one here.');
    else setDialog('split');
  };
  const release = () => {
    if (keys.length === 0) toast.info('Select wordings first, with X or their boxes.');
    else
      void edits.release(family.id, keys).then((done) => {
        if (done) setPicked(new Set());
      });
  };
  const main = () => document.querySelector<HTMLElement>('[data-family]');
  useKeys('family', [
    { action: 'rename', run: () => setRenaming(true), enabled: writable },
    { action: 'merge', run: () => setDialog('merge'), enabled: writable },
    { action: 'split', run: split, enabled: writable },
    { action: 'release', run: release, enabled: writable },
    { action: 'down', run: () => moveRowFocus(main(), 1) },
    { action: 'up', run: () => moveRowFocus(main(), -1) },
    {
      action: 'select',
      run: () => {
        const key = document.activeElement?.closest<HTMLElement>('[data-wording]')?.dataset.wording;
        if (key !== undefined) toggle(key);
      },
    },
    { action: 'undo', run: () => void edits.undo(), enabled: writable },
    { action: 'redo', run: () => void edits.redo(), enabled: writable },
    { action: 'back', run: () => navigate({ name: 'families', id: null }) },
  ]);
  const trend = trendWords(family.byVersion);
  return (
    <div data-family className="relative flex h-full flex-col max-[1000px]:overflow-auto">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <a
          href={hrefOf({ name: 'families', id: null })}
          className="flex min-h-6 items-center gap-1 rounded-sm text-text-2 hover:underline [&_svg]:size-4"
        >
          <ArrowLeft aria-hidden /> Families
        </a>
        {renaming ? (
          <NameField
            name={family.name}
            className="w-80"
            onDone={(name) => {
              setRenaming(false);
              if (name !== null) void edits.rename(family.id, name);
            }}
          />
        ) : (
          <h1 className="min-w-0 truncate font-strong text-title">
            <bdi>{neutraliseText(family.name)}</bdi>
          </h1>
        )}
        <ConflictBadge />
        <span className="text-text-3">
          <bdi>{neutraliseText(family.agentName ?? 'Unnamed agent')}</bdi> · {formatCount(family.turns)}{' '}
          {family.turns === 1 ? 'turn' : 'turns'} in {formatCount(family.calls)} {family.calls === 1 ? 'call' : 'calls'}
        </span>
        <span className="ml-auto flex gap-2">
          <Button disabledReason={readOnly} onClick={() => setRenaming(true)}>
            Rename
          </Button>
          <Button disabledReason={readOnly} onClick={() => setDialog('merge')}>
            Merge into…
          </Button>
        </span>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-[1000px]:block">
        <div className="flex min-h-0 flex-col gap-5 overflow-auto p-4 max-[1000px]:overflow-visible">
          <section aria-labelledby="family-gaps" className="flex flex-col gap-2">
            <h2 id="family-gaps" className="font-strong">
              Gaps
            </h2>
            <dl className="flex flex-wrap gap-x-6 tabular-nums">
              {gapKinds.map((kind) => (
                <div key={kind}>
                  <dt className="text-meta text-text-3">
                    {kind} p50 / p90, {formatCount(family[kind].n)} turns
                  </dt>
                  <dd>
                    <GapFiguresText kind={kind} gaps={family[kind]} />
                  </dd>
                </div>
              ))}
            </dl>
            <GapSpread spread={family.spread} />
          </section>
          <section aria-labelledby="family-versions" className="flex flex-col gap-2">
            <h2 id="family-versions" className="font-strong">
              Versions
            </h2>
            {trend === null ? null : <p className="text-text-2">{trend}</p>}
            <VersionTable
              label="Turns of the family by version"
              versions={family.byVersion}
              chosen={version}
              onChoose={setVersion}
              withAgent={false}
            />
            <GapKey of={[family, ...family.byVersion]} />
          </section>
          <WordingList
            family={family}
            picked={picked}
            onPick={toggle}
            shown={wording}
            onShow={setWording}
            readOnly={readOnly}
            onSplit={split}
            onRelease={release}
          />
        </div>
        <FamilyTurns
          id={family.id}
          filter={filter}
          wording={wording}
          version={version}
          onAll={() => {
            setWording(null);
            setVersion(null);
          }}
        />
      </div>
      {dialog === 'merge' ? (
        <MergeDialog
          families={[family]}
          onMerge={(from, into) =>
            void edits.merge(from, into.id, into.name).then((done) => {
              if (done) navigate({ name: 'families', id: into.id }, { replace: true });
            })
          }
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'split' ? (
        <NameDialog
          title={keys.length === 1 ? 'New family of one wording' : `New family of ${formatCount(keys.length)} wordings`}
          hint="Turns that say it in these words belong to the new family from now on. It can be undone."
          name=""
          done="Make the family"
          onDone={(name) =>
            void edits.split(family.id, keys, name).then((made) => {
              if (made !== null) setPicked(new Set());
            })
          }
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}
