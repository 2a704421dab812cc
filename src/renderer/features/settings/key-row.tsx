import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CatalogueAction } from '../../lib/key-catalogue.ts';
import {
  effectiveKeys,
  type KeyObjection,
  type KeyOverrides,
  movedKey,
  objectionTo,
  resetKey,
  withKey,
} from '../../lib/key-choice.ts';
import { isMac, keyCaps, keysOfPress } from '../../lib/key-names.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';

export interface KeyRowProps {
  action: CatalogueAction;
  overrides: KeyOverrides;
  recording: boolean;
  onRecord: (on: boolean) => void;
  /** Stores the overrides; `words` say what has changed. */
  onSave: (overrides: KeyOverrides, words: string) => void;
}

/** One action: its keys, and the way to press another one for it. */
export function KeyRow({ action, overrides, recording, onRecord, onSave }: KeyRowProps) {
  const { id, label } = action;
  const keys = effectiveKeys(id, overrides);
  const changed = Object.hasOwn(overrides, id);
  const reset = (): void => {
    const { overrides: next, losers } = resetKey(overrides, id);
    const taken = losers.map((loser) => ` It is no longer the key of ${loser.label}.`).join('');
    onSave(next, `${label} has its original key again.${taken}`);
  };
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex min-h-9 flex-wrap items-center gap-2 py-1">
        <span className="min-w-40 flex-1">{label}</span>
        <span className="flex items-center gap-1.5">
          {keys.length === 0 ? <span className="text-text-3">no key</span> : null}
          {keys.map((one) => (
            <Kbd key={one} keys={one} />
          ))}
        </span>
        <span className="flex w-32 justify-end gap-1">
          {changed ? (
            <Button size="sm" variant="ghost" aria-label={`Reset the key of ${label}`} onClick={reset}>
              Reset
            </Button>
          ) : null}
          <Button size="sm" aria-label={`Change the key of ${label}`} onClick={() => onRecord(true)}>
            Change
          </Button>
        </span>
      </div>
      {recording ? (
        <Recorder action={action} overrides={overrides} onCancel={() => onRecord(false)} onSave={onSave} />
      ) : null}
    </li>
  );
}

interface RecorderProps extends Pick<KeyRowProps, 'action' | 'overrides' | 'onSave'> {
  onCancel: () => void;
}

/** Takes the next combination that is pressed. Escape gives up, Tab goes on: the keyboard is never caught in here. */
function Recorder({ action, overrides, onCancel, onSave }: RecorderProps) {
  const fieldRef = useRef<HTMLButtonElement>(null);
  const [refused, setRefused] = useState<{ keys: string; objection: KeyObjection } | null>(null);
  const { id, label } = action;

  useEffect(() => {
    const before = document.activeElement;
    fieldRef.current?.focus();
    return () => {
      // Where the reader was, unless the reader has gone on by then.
      const free = document.activeElement === null || document.activeElement === document.body;
      if (free && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const take = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onCancel();
      return;
    }
    const keys = keysOfPress(event, isMac);
    if (keys === null) return;
    const objection = objectionTo(id, keys, overrides);
    if (objection === null) onSave(withKey(overrides, id, keys), `${label}: ${spoken(keys)}.`);
    else setRefused({ keys, objection });
  };

  const other = refused?.objection.other ?? null;
  return (
    <div className="mb-2 flex flex-col gap-2 rounded-md border border-line bg-surface-2 p-2">
      <div className="flex flex-wrap items-center gap-2">
        <button
          ref={fieldRef}
          type="button"
          onKeyDown={take}
          aria-label={`Press the new key for ${label}. Escape gives up.`}
          className="flex h-7 min-w-52 flex-1 items-center gap-2 rounded-md border border-accent border-dashed px-3"
        >
          {refused === null ? 'Press the new key' : <Kbd keys={refused.keys} />}
        </button>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onSave(withKey(overrides, id, ''), `${label} has no key any more.`)}
        >
          No key
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {refused?.objection.message}
      </p>
      {refused !== null && other !== null ? (
        <Button
          size="sm"
          className="self-start"
          onClick={() =>
            onSave(
              movedKey(overrides, other.id, id, refused.keys),
              `${label}: ${spoken(refused.keys)}, which is no longer the key of ${other.label}.`,
            )
          }
        >
          Use it here and not for “{other.label}”
        </Button>
      ) : null}
    </div>
  );
}

const spoken = (keys: string): string => keyCaps(keys).join(' ');
