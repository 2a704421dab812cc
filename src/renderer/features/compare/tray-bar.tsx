import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, X } from 'lucide-react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { type CompareRef, type HeldFacts, MAX_COMPARED } from '#shared/model/compare.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { toast } from '../../ui/toast-store.ts';
import { heldLabel, heldProblem } from './labels.ts';
import { clearTray, moveInTray, removeFromTray, useTray } from './tray.ts';
import { refKey, sameRef, type TrayItem } from './tray-list.ts';

/** What is held for comparing: what of it is side by side is ticked. */
export function TrayBar({
  compared,
  held,
  open,
  onOpen,
  onCompare,
}: {
  compared: readonly CompareRef[];
  held: ReadonlyMap<string, HeldFacts>;
  open: boolean;
  onOpen: (open: boolean) => void;
  onCompare: (refs: readonly CompareRef[]) => void;
}) {
  const items = useTray((tray) => tray.items);
  const toggle = (ref: CompareRef) => {
    const others = compared.filter((other) => !sameRef(other, ref));
    if (others.length < compared.length) {
      if (others.length === 0) return toast.info('One has to stay. Tick another first.');
      return onCompare(others);
    }
    const [first] = compared;
    // Turns and whole calls are not side by side: choosing the other kind begins anew.
    if (first !== undefined && (first.index === null) !== (ref.index === null)) return onCompare([ref]);
    if (compared.length >= MAX_COMPARED) return toast.info(`At most ${MAX_COMPARED} are side by side.`);
    onCompare([...compared, ref]);
  };
  const clear = () => {
    const back = clearTray();
    toast.info('The tray is empty.', { label: 'Put back', run: back });
  };
  return (
    <section aria-label="Tray" className="flex shrink-0 flex-col border-line border-t bg-surface-0">
      <div className="flex min-h-9 items-center gap-2 px-3">
        <IconButton
          size="sm"
          label={open ? 'Hide the tray' : 'Show the tray'}
          action="compare.tray"
          aria-expanded={open}
          icon={open ? <ChevronDown /> : <ChevronUp />}
          onClick={() => onOpen(!open)}
        />
        <h2 className="font-strong">Tray</h2>
        <span className="text-text-3">
          {items.length === 0
            ? 'empty: add turns and calls with Z'
            : `${items.length} held, ${items.filter((item) => compared.some((ref) => sameRef(ref, item))).length} side by side`}
        </span>
        <span className="flex-1" />
        {items.length === 0 ? null : (
          <Button size="sm" variant="ghost" onClick={clear}>
            Empty the tray
          </Button>
        )}
      </div>
      {!open || items.length === 0 ? null : (
        <ul className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto px-3 pb-2">
          {items.map((item, place) => (
            <Held
              key={refKey(item)}
              item={item}
              facts={held.get(refKey(item))}
              shown={compared.some((ref) => sameRef(ref, item))}
              first={place === 0}
              last={place === items.length - 1}
              onToggle={() => toggle({ callId: item.callId, index: item.index })}
              onMove={(by) => moveInTray(item, place + by)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Held({
  item,
  facts,
  shown,
  first,
  last,
  onToggle,
  onMove,
}: {
  item: TrayItem;
  facts: HeldFacts | undefined;
  shown: boolean;
  first: boolean;
  last: boolean;
  onToggle: () => void;
  onMove: (by: 1 | -1) => void;
}) {
  const label = facts === undefined ? 'Being read' : heldLabel(facts);
  const problem = facts === undefined ? null : heldProblem(facts);
  return (
    <li
      className={cx(
        'flex w-72 min-w-0 items-start gap-1 rounded-md border bg-surface-2 py-1 pr-1 pl-2',
        shown ? 'border-accent' : 'border-line-strong',
      )}
    >
      <label className="flex min-w-0 flex-1 items-start gap-2">
        <input type="checkbox" checked={shown} onChange={onToggle} className="mt-0.5 size-4 shrink-0 accent-accent" />
        <span className="flex min-w-0 flex-col">
          <span className={cx('truncate', shown && 'font-strong')} title={label}>
            {label}
          </span>
          {problem !== null ? (
            <span className="text-meta text-slow">{problem}</span>
          ) : (
            <span dir="auto" className="truncate text-meta text-text-3">
              {facts?.text == null ? 'All of its turns' : neutraliseText(facts.text)}
            </span>
          )}
        </span>
      </label>
      <span className="flex shrink-0">
        <IconButton
          size="sm"
          label={`Move earlier: ${label}`}
          icon={<ChevronLeft />}
          disabled={first}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="sm"
          label={`Move later: ${label}`}
          icon={<ChevronRight />}
          disabled={last}
          onClick={() => onMove(1)}
        />
        <IconButton
          size="sm"
          label={`Take out of the tray: ${label}`}
          icon={<X />}
          onClick={() => removeFromTray([item])}
        />
      </span>
    </li>
  );
}
