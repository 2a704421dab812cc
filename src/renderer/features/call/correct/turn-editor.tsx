import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { splitPlace } from '#shared/logic/corrections/edit.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { keyCaps } from '../../../lib/key-names.ts';
import { useActionKeys, useKeys } from '../../../lib/keys.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useDraft } from '../../review-work/use-draft.ts';
import { usePatientPlayback } from '../notes/use-patient-playback.ts';
import { useSession } from '../session.ts';
import { otherParty, type Split } from './correction-actions.ts';
import { useCorrections } from './corrections-context.tsx';
import { draftKeyOf } from './draft-key.ts';

/** A turn's words being corrected in their place. What is typed is kept within a second; Escape leaves it unfinished. */
export function TurnEditor({
  shown,
  position,
  callDirection,
}: {
  shown: ShownTurn;
  position: number;
  callDirection: 'ltr' | 'rtl';
}) {
  const { detail } = useSession();
  const { store, actions } = useCorrections();
  const draft = useDraft(draftKeyOf(detail.row.id, shown.sent), detail.row.id);
  const [saving, setSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const readOnly = useReadOnlyReason();
  const typed = usePatientPlayback();
  const [saveKey] = useActionKeys('correct-bar.save');
  const [splitKey] = useActionKeys('correct-bar.split');
  const text = draft.text ?? shown.turn.content;

  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);

  const close = () => {
    store.setState({ editing: null });
    document.querySelector<HTMLElement>('[aria-label="Transcript"]')?.focus({ preventScroll: true });
  };
  const leave = () => {
    if (draft.text === shown.turn.content) draft.clear();
    close();
  };
  const discard = () => {
    draft.clear();
    close();
  };
  const save = async (split?: Split) => {
    if (saving || readOnly !== null) return;
    setSaving(true);
    const done = await actions.save(position, text, split);
    setSaving(false);
    if (!done) return;
    draft.clear();
    if (split === undefined) close();
  };
  const splitHere = () => {
    const at = splitPlace(text, field.current?.selectionStart ?? 0);
    if (at === null) {
      toast.info('Put the caret between two words: each part needs some.');
      return;
    }
    const before = shown.parts.findLast(({ from }) => from < at);
    void save({ at, role: otherParty(before?.role ?? shown.turn.role) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  };
  useKeys('correct-bar', [
    { action: 'save', run: () => void save() },
    { action: 'split', run: splitHere },
  ]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is within bubble up to it
    <div onKeyDown={onKeyDown} onClick={(event) => event.stopPropagation()}>
      <textarea
        ref={field}
        aria-label={`Words of turn ${position + 1}`}
        dir={directionOf(text) ?? callDirection}
        value={text}
        readOnly={readOnly !== null}
        onChange={(event) => {
          draft.set(event.target.value);
          typed();
        }}
        className="field-sizing-content -mx-1.5 block max-h-[60vh] w-[calc(100%+0.75rem)] resize-none rounded-sm border border-accent bg-surface-2 px-[calc(0.375rem-1px)] text-(length:--read) text-text-1 leading-[1.6] [overflow-wrap:anywhere]"
      />
      <div className="flex flex-wrap items-center gap-1.5 py-1">
        <Button
          variant="primary"
          size="sm"
          disabledReason={readOnly}
          onClick={() => void save()}
          title={saveKey === undefined ? undefined : keyCaps(saveKey).join('+')}
        >
          {text === shown.sent.content ? 'These words are right' : 'Save'}
        </Button>
        <Button
          size="sm"
          disabledReason={readOnly}
          onClick={splitHere}
          title={splitKey === undefined ? undefined : keyCaps(splitKey).join('+')}
        >
          Split at the caret
        </Button>
        <Button size="sm" onClick={discard}>
          Discard
        </Button>
        <span className="text-meta text-text-3">
          {saveKey === undefined ? '' : `${keyCaps(saveKey).join('+')} saves, `}Esc leaves it for later
        </span>
      </div>
    </div>
  );
}
