import { useState } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { RivalValue } from '#shared/model/review/event.ts';
import { keyCaps } from '../../lib/key-names.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import { ActionKbd } from '../../ui/kbd.tsx';
import { aboutWords, type Conflict, fieldWords, isText, kindWords, type Names, valueWords } from './value-words.ts';
import { WordDiff } from './word-diff.tsx';

export interface ConflictCardProps {
  conflict: Conflict;
  names: Names;
  /** The one that the keys are about. */
  active: boolean;
  disabledReason: string | null;
  editing: boolean;
  onActivate(): void;
  onEdit(editing: boolean): void;
  onSettle(value: RivalValue['value']): void;
}

/** One field on which authors disagree: what each wrote side by side, and what to do about it. */
export function ConflictCard(props: ConflictCardProps) {
  const { conflict, names, active, editing, onActivate, onEdit, onSettle, disabledReason } = props;
  const { item, field } = conflict;
  const rivals = item.rivals[field] ?? [];
  const mergeable = isText(
    field,
    rivals.map(({ value }) => value),
  );
  const about = aboutWords(conflict);
  const title = `${kindWords[item.kind]}: ${fieldWords(field)}`;
  return (
    <li>
      <section
        aria-label={title}
        aria-current={active || undefined}
        tabIndex={-1}
        onFocus={onActivate}
        className="flex flex-col gap-2 rounded-md border border-line bg-surface-2 p-3 aria-[current]:border-accent"
      >
        <header className="flex flex-wrap items-baseline gap-x-3">
          <h2 className="font-strong">{title}</h2>
          {item.callId === null ? (
            <span className="text-text-3">of the workspace</span>
          ) : (
            <a href={hrefOf(callRoute(item.callId))} className="min-w-0 truncate text-accent underline">
              Call {item.callId}
            </a>
          )}
        </header>
        {about === null ? null : (
          <p className="line-clamp-2 text-text-2 [overflow-wrap:anywhere]">{neutraliseText(about)}</p>
        )}
        <ol className="grid grid-cols-[repeat(auto-fit,minmax(min(260px,100%),1fr))] gap-2">
          {rivals.map((rival, at) => (
            <li key={rival.eventId} className="flex flex-col gap-2 rounded-md border border-line p-2">
              <p className="text-meta text-text-3">
                {names.get(rival.author) ?? 'A reviewer without a name'},{' '}
                {formatDateTime(rival.atMs, undefined, Date.now())}
              </p>
              <div className="max-h-60 min-h-10 flex-1 overflow-auto">
                {mergeable && typeof rival.value === 'string' && rival.value !== '' ? (
                  <WordDiff text={rival.value} other={textOf(rivals[at === 0 ? 1 : 0])} />
                ) : (
                  <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
                    {neutraliseText(valueWords(field, rival.value, names))}
                  </p>
                )}
              </div>
              <Button className="self-start" disabledReason={disabledReason} onClick={() => onSettle(rival.value)}>
                Keep this one {active && !editing ? <KeepKey at={at} /> : null}
              </Button>
            </li>
          ))}
        </ol>
        {mergeable ? (
          editing ? (
            <Merging rivals={rivals} onCancel={() => onEdit(false)} onSave={onSettle} />
          ) : (
            <Button className="self-start" disabledReason={disabledReason} onClick={() => onEdit(true)}>
              Write one of both {active ? <ActionKbd action="conflicts.merge" /> : null}
            </Button>
          )
        ) : null}
      </section>
    </li>
  );
}

const keepActions = ['conflicts.keep-1', 'conflicts.keep-2', 'conflicts.keep-3', 'conflicts.keep-4'] as const;

/** The key that keeps the value at this place; the first four have one. */
function KeepKey({ at }: { at: number }) {
  const action = keepActions[at];
  return action === undefined ? null : <ActionKbd action={action} />;
}

const textOf = (rival: RivalValue | undefined): string => (typeof rival?.value === 'string' ? rival.value : '');

function Merging({
  rivals,
  onCancel,
  onSave,
}: {
  rivals: readonly RivalValue[];
  onCancel(): void;
  onSave(text: string): void;
}) {
  const [text, setText] = useState(() =>
    rivals
      .map(textOf)
      .filter((one) => one !== '')
      .join('\n\n'),
  );
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text);
      }}
    >
      <textarea
        // The reader asked for it by a key or a click and goes on typing.
        ref={(element) => element?.focus()}
        aria-label="Merged text"
        value={text}
        rows={5}
        dir="auto"
        className="w-full rounded-md border border-line-strong bg-surface-2 p-2 text-text-1"
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            onSave(text);
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      <span className="flex gap-2">
        <Button type="submit" variant="primary">
          Save the merged text
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
        <span className="self-center text-meta text-text-3">{keyCaps('Ctrl+Enter').join('+')} saves, Esc cancels</span>
      </span>
    </form>
  );
}
