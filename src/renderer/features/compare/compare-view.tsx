import { Columns3, Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CompareRef } from '#shared/model/compare.ts';
import { useKeys } from '../../lib/keys.ts';
import { readStored, writeStored } from '../../lib/pane-size.ts';
import { callRoute, hrefOf, navigate } from '../../lib/router.ts';
import { EmptyState } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { toast } from '../../ui/toast-store.ts';
import { DefinitionPanel } from '../call/pane/definition-panel.tsx';
import { CallsView } from './calls-view.tsx';
import { generationNames, mixedGenerations } from './labels.ts';
import { ListenPanel } from './listen/listen-panel.tsx';
import { turnsToHear } from './listen/listening.ts';
import { OneOnly } from './one-only.tsx';
import { replaceInTray, useFirstCompared, useTray } from './tray.ts';
import { TrayBar } from './tray-bar.tsx';
import { refKey } from './tray-list.ts';
import { TurnsView } from './turns-view.tsx';
import { useComparedCalls } from './use-compared.ts';
import { useHeld } from './use-held.ts';

const trayKey = 'earmark.compare-tray';

/** Two to six turns, or whole calls, side by side; the address holds which. */
export function CompareView({ refs, base }: { refs: readonly CompareRef[]; base: number }) {
  const first = useFirstCompared();
  const asked = refs.length > 0 ? refs : first;
  // The same list as long as it names the same things: what is computed of it is not computed anew.
  const name = JSON.stringify(asked);
  const shown = useMemo(() => JSON.parse(name) as CompareRef[], [name]);
  const held = useHeld(shown);
  const calls = useComparedCalls(shown);
  const [toolsOpen, setToolsOpen] = useState(false);
  const [trayOpen, setTrayOpen] = useState(readStored(trayKey) !== 'closed');
  const openTray = (open: boolean) => {
    setTrayOpen(open);
    writeStored(trayKey, open ? 'open' : 'closed');
  };
  const show = (next: readonly CompareRef[], nextBase = 0) =>
    navigate(
      { name: 'compare', refs: next, base: Math.max(0, Math.min(nextBase, next.length - 1)) },
      { replace: true },
    );
  const setBase = (column: number) => show(shown, (column + shown.length) % Math.max(1, shown.length));
  const remove = (column: number) => {
    const next = shown.filter((_, i) => i !== column);
    show(next, column < base ? base - 1 : base);
  };
  const replace = (column: number, index: number) => {
    const from = shown[column];
    if (from === undefined) return;
    const by = { callId: from.callId, index };
    const mark = useTray.getState().items.find((item) => refKey(item) === refKey(from))?.mark;
    if (mark != null) replaceInTray(from, by, mark);
    show(
      shown.map((ref, i) => (i === column ? by : ref)),
      base,
    );
  };
  const copy = () => {
    const { href } = new URL(hrefOf({ name: 'compare', refs: shown, base }), window.location.href);
    navigator.clipboard.writeText(href).then(
      () => toast.ok('The address of this comparison is on the clipboard.'),
      () => toast.error('The clipboard refused. Copy the address from the browser.'),
    );
  };
  const openBase = () => {
    const ref = shown[base];
    if (ref === undefined) return;
    const startMs = ref.index === null ? null : (calls[base]?.detail?.turns[ref.index]?.startMs ?? null);
    navigate(callRoute(ref.callId, startMs));
  };
  const heard = useMemo(() => turnsToHear(shown), [shown]);
  const ofTurns = shown[0] !== undefined && shown[0].index !== null;
  useKeys('compare', [
    { action: 'base-before', run: () => setBase(base - 1), enabled: shown.length > 1 },
    { action: 'base-after', run: () => setBase(base + 1), enabled: shown.length > 1 },
    { action: 'open', run: openBase, enabled: shown.length > 0 },
    { action: 'tools', run: () => setToolsOpen(!toolsOpen), enabled: ofTurns },
    { action: 'tray', run: () => openTray(!trayOpen) },
    { action: 'copy', run: copy, enabled: shown.length > 0 },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
  const facts = shown.flatMap((ref) => held.get(refKey(ref)) ?? []);
  const mixed = mixedGenerations(facts);
  const columns = {
    refs: shown,
    base,
    calls,
    held,
    mixed: mixed.length > 0,
    onBase: setBase,
    onRemove: remove,
    onReplace: replace,
  };
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
        <h1 className="text-title font-strong">Compare</h1>
        <p className="text-text-2">{countWords(shown)}</p>
        {mixed.length === 0 ? null : (
          <p className="text-slow">
            From the {mixed.map((generation) => generationNames[generation]).join(' and the ')}: their reported figures
            may not be defined alike.
          </p>
        )}
        <span className="flex-1" />
        <IconButton
          label="Copy the address of this comparison"
          action="compare.copy"
          side="bottom"
          icon={<Copy />}
          disabled={shown.length === 0}
          onClick={copy}
        />
      </header>
      {shown.length === 0 ? (
        <div className="min-h-0 flex-1">
          <Nothing />
        </div>
      ) : ofTurns ? (
        <>
          {heard.length < 2 ? null : (
            <div className="shrink-0">
              <ListenPanel key={name} turns={heard} />
            </div>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section tabIndex={0} aria-label="Side by side" className="min-h-72 flex-1 overflow-auto">
            {shown.length === 1 ? <OneOnly what="turn" /> : null}
            <TurnsView {...columns} toolsOpen={toolsOpen} />
          </section>
        </>
      ) : (
        <CallsView {...columns} />
      )}
      <TrayBar compared={shown} held={held} open={trayOpen} onOpen={openTray} onCompare={(next) => show(next, base)} />
      <DefinitionPanel />
    </div>
  );
}

function countWords(refs: readonly CompareRef[]): string {
  const [first] = refs;
  if (first === undefined) return '';
  const noun = first.index === null ? 'call' : 'turn';
  return refs.length === 1 ? `1 ${noun}` : `${refs.length} ${noun}s`;
}

function Nothing() {
  return (
    <EmptyState
      icon={<Columns3 />}
      title="Nothing to compare yet"
      action={
        <a
          href={hrefOf({ name: 'calls' })}
          className="inline-flex h-7 items-center rounded-md border border-line-strong bg-surface-2 px-3 hover:bg-surface-3"
        >
          Go to the calls
        </a>
      }
    >
      Press Z at a turn of an open call, or at a call in the list: it goes into the tray below.
    </EmptyState>
  );
}
