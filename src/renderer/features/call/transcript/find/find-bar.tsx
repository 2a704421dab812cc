import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { keyCaps } from '../../../../lib/key-names.ts';
import { useKeys } from '../../../../lib/keys.ts';
import { Input } from '../../../../ui/field.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import type { Find } from './use-find.ts';

/** Looks for words in the open call: how often they stand there, and from one place to the next. */
export function FindBar({
  find,
  where,
  onGoInSound,
}: {
  find: Find;
  /** Where the current match stands, for screen readers. */
  where: string;
  /** Null when the call's words have no times. */
  onGoInSound: (() => void) | null;
}) {
  useKeys('find-bar', [{ action: 'close', run: find.close }]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') find.close();
    else if (event.key === 'F3') find.step(event.shiftKey ? -1 : 1);
    else if (event.key !== 'Enter' || event.target !== find.inputRef.current) return;
    else if (event.ctrlKey || event.metaKey) onGoInSound?.();
    else find.step(event.shiftKey ? -1 : 1);
    event.preventDefault();
  };
  const none = find.matches.length === 0;
  const count = none ? 'No match' : `${formatCount(find.at + 1)} of ${formatCount(find.matches.length)}`;
  return (
    <search
      aria-label="Find in this call"
      onKeyDown={onKeyDown}
      className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-surface-0 px-3"
    >
      <Input
        ref={find.inputRef}
        type="text"
        dir="auto"
        aria-label="Find in this call"
        title="Enter: next match, Shift+Enter: match before"
        placeholder="Find in this call"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        className="w-64 shrink"
        value={find.query}
        onChange={(event) => find.setQuery(event.target.value)}
      />
      <span role="status" className="min-w-24 shrink-0 px-1 text-text-2">
        {find.query === '' ? '' : count}
        {none || find.query === '' || where === '' ? null : <span className="sr-only">, {where}</span>}
      </span>
      <IconButton
        label="Match before"
        action="transcript.match-before"
        size="sm"
        side="bottom"
        disabled={none}
        icon={<ChevronUp />}
        onClick={() => find.step(-1)}
      />
      <IconButton
        label="Next match"
        action="transcript.match-next"
        size="sm"
        side="bottom"
        disabled={none}
        icon={<ChevronDown />}
        onClick={() => find.step(1)}
      />
      <span className="min-w-0 flex-1 truncate px-2 text-meta text-text-3">
        {onGoInSound === null || none ? '' : `${keyCaps('Ctrl+Enter').join('+')} goes there in the sound`}
      </span>
      <IconButton label="Close" action="find-bar.close" size="sm" side="bottom" icon={<X />} onClick={find.close} />
    </search>
  );
}
