import { useState } from 'react';
import { allActions, type CatalogueAction, type KeyActionId, keyCatalogue } from '../../lib/key-catalogue.ts';
import { effectiveKeys, type KeyOverrides, withoutOwn } from '../../lib/key-choice.ts';
import { keyCaps } from '../../lib/key-names.ts';
import { useSetting, useUpdateSettings } from '../../lib/settings.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/feedback.tsx';
import { Input } from '../../ui/field.tsx';
import { KeyRow } from './key-row.tsx';

/** All keys by the views they belong to, to find, change and give back. */
export function KeySettings() {
  const keyOverrides = useSetting('keyOverrides');
  const update = useUpdateSettings();
  const [wanted, setWanted] = useState('');
  const [recording, setRecording] = useState<KeyActionId | null>(null);
  const [said, setSaid] = useState('');

  const save = (overrides: KeyOverrides, words: string): void => {
    update({ keyOverrides: overrides });
    setSaid(words);
    setRecording(null);
  };
  const own = allActions.filter(({ id }) => Object.hasOwn(keyOverrides, id)).length;
  const shown = allActions.filter((action) => isWanted(action, keyOverrides, wanted));

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Filter the keys"
          placeholder="Action or key"
          className="w-56"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <span className="flex-1 text-text-3">
          {own === 0 ? 'None changed' : own === 1 ? '1 changed' : `${own} changed`}
        </span>
        <Button
          disabledReason={own === 0 ? 'All keys are the original ones.' : null}
          onClick={() => save(withoutOwn(keyOverrides), 'All keys are the original ones again.')}
        >
          Reset all keys
        </Button>
      </div>
      {shown.length === 0 ? (
        <p className="text-text-3">No action and no key contains this.</p>
      ) : (
        <div className="max-h-[32rem] overflow-y-auto rounded-md border border-line px-3 pb-2">
          {Object.entries(keyCatalogue).map(([scope, { title }]) => {
            const rows = shown.filter((action) => action.scope === scope);
            return rows.length === 0 ? null : (
              <section key={scope} aria-label={`Keys: ${title}`}>
                <h3 className="sticky top-0 z-10 border-line border-b bg-surface-1 pt-3 pb-1 font-strong">{title}</h3>
                <ul>
                  {rows.map((action) => (
                    <KeyRow
                      key={action.id}
                      action={action}
                      overrides={keyOverrides}
                      recording={recording === action.id}
                      onRecord={(on) => setRecording(on ? action.id : null)}
                      onSave={save}
                    />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      )}
      <LiveRegion>{said}</LiveRegion>
    </>
  );
}

/** Words in any order, in what the action is called, where it is from, and its caps. */
function isWanted(action: CatalogueAction, overrides: KeyOverrides, wanted: string): boolean {
  const caps = effectiveKeys(action.id, overrides).map((keys) => `${keys} ${keyCaps(keys).join('+')}`);
  const text = [action.label, action.scopeTitle, ...caps].join(' ').toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
