import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { byCause, nextSeverity, severities, toggleTag } from '#shared/logic/notes/tags.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { keyCaps } from '../../../lib/key-names.ts';
import { useKeys } from '../../../lib/keys.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Popover } from '../../../ui/popover.tsx';
import { useDraft } from '../../review-work/use-draft.ts';
import { TagToggle } from '../../taxonomy/tag-chip.tsx';
import { useSession } from '../session.ts';
import { ComposerConflict } from './composer-conflict.tsx';
import { type ComposerDraft, draftKeyOf } from './composer-draft.ts';
import { useNotes } from './notes-context.tsx';
import type { OpenComposer } from './notes-store.ts';
import { SeverityMark, severityWord } from './severity-mark.tsx';
import { usePatientPlayback } from './use-patient-playback.ts';

/** A note being written. What is typed is kept within a second; Ctrl+Enter saves it, Escape leaves it unfinished. */
export function Composer({ composer }: { composer: OpenComposer }) {
  const { detail } = useSession();
  const { store, actions, taxonomy, byId } = useNotes();
  const { noteId, anchor } = composer.start;
  const kept = useDraft(draftKeyOf(noteId), detail.row.id);
  const [draft, setDraft] = useState<ComposerDraft>(() => ({ ...composer.start, left: false }));
  const [saving, setSaving] = useState(false);
  const textRef = useRef<HTMLTextAreaElement>(null);
  const typed = usePatientPlayback();
  const readOnly = useReadOnlyReason();
  const note = byId.get(noteId);

  useEffect(() => {
    if (!composer.focus) return;
    const field = textRef.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, [composer.focus]);

  const change = (part: Partial<ComposerDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    kept.set(JSON.stringify(next));
  };
  const close = () => {
    store.compose(null);
    document.querySelector<HTMLElement>('[aria-label="Transcript"]')?.focus({ preventScroll: true });
  };
  const overtaken =
    note !== undefined && draft.base !== null && note.textVersion !== draft.base && note.text !== draft.text;
  const isEmpty = draft.text.trim() === '' && draft.tags.length === 0 && draft.severity === null;
  const isChanged =
    draft.text !== (note?.text ?? '') ||
    draft.severity !== (note?.severity ?? null) ||
    draft.tags.join('\n') !== (note?.tags ?? []).join('\n');
  const leave = () => {
    if (isChanged && !isEmpty) kept.set(JSON.stringify({ ...draft, left: true }));
    else kept.clear();
    close();
  };
  const giveUp = () => {
    kept.clear();
    close();
  };
  const save = async () => {
    if (saving || overtaken || readOnly !== null || (isEmpty && note === undefined)) return;
    setSaving(true);
    const done = await actions.save(draft);
    setSaving(false);
    if (!done) return;
    kept.clear();
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
    else return;
    event.preventDefault();
  };
  useKeys('note-bar', [{ action: 'leave', run: leave }]);
  useKeys('notes', [
    { action: 'worse', run: () => change({ severity: nextSeverity(draft.severity, 1) }) },
    { action: 'milder', run: () => change({ severity: nextSeverity(draft.severity, -1) }) },
  ]);

  const place = neutraliseText(anchorWords(anchor, note ?? null));
  const quick = taxonomy.tags.filter((tag) => !tag.retired && tag.key !== null);
  const more = draft.tags.filter((id) => !quick.some((tag) => tag.id === id)).map(taxonomy.find);
  return (
    <section
      aria-label={`${note === undefined ? 'New note' : 'Note'} on ${place}`}
      onKeyDown={onKeyDown}
      className="flex max-h-[60%] shrink-0 flex-col gap-1.5 overflow-auto border-note border-t-2 bg-surface-0 px-3 py-2"
    >
      <div className="flex flex-wrap items-center gap-2">
        <span dir="auto" className="min-w-0 truncate font-strong">
          {place}
        </span>
        <fieldset className="ml-auto flex shrink-0 gap-0.5">
          <legend className="sr-only">Severity</legend>
          {severities.map((severity) => (
            <button
              key={severity}
              type="button"
              aria-pressed={draft.severity === severity}
              onClick={() => change({ severity: draft.severity === severity ? null : severity })}
              className="inline-flex h-6 items-center gap-1 rounded-sm border border-transparent px-1.5 text-meta text-text-2 hover:bg-surface-3 aria-pressed:border-line-strong aria-pressed:bg-surface-3 aria-pressed:text-text-1"
            >
              <span aria-hidden>
                <SeverityMark severity={severity} className="size-2.5" />
              </span>
              {severityWord(severity)}
            </button>
          ))}
        </fieldset>
      </div>
      {overtaken ? (
        <ComposerConflict theirs={note} mine={draft.text} onText={(text) => change({ text, base: note.textVersion })} />
      ) : null}
      <textarea
        ref={textRef}
        aria-label="Text of the note"
        dir="auto"
        rows={3}
        value={draft.text}
        placeholder="What happened, and what should have"
        onChange={(event) => {
          change({ text: event.target.value });
          typed();
        }}
        className={cx(
          'field-sizing-content max-h-60 min-h-16 w-full resize-none rounded-md border border-line-strong bg-surface-2 px-2 py-1',
          'text-read text-text-1 [overflow-wrap:anywhere]',
        )}
      />
      <div className="flex flex-wrap items-center gap-1">
        {[...quick, ...more].map((tag) => (
          <TagToggle
            key={tag.id}
            tag={tag}
            code={taxonomy.codeOf(tag.id)}
            pressed={draft.tags.includes(tag.id)}
            onToggle={() => change({ tags: toggleTag(draft.tags, tag.id) })}
          />
        ))}
        <AllTags chosen={draft.tags} onToggle={(id) => change({ tags: toggleTag(draft.tags, id) })} />
      </div>
      <div className="flex items-center gap-2">
        <Button
          variant="primary"
          size="sm"
          disabledReason={
            readOnly ??
            (overtaken ? 'Say first which text stays' : null) ??
            (isEmpty && note === undefined ? 'There is nothing to save yet' : null)
          }
          onClick={() => void save()}
        >
          Save
        </Button>
        <Button size="sm" onClick={giveUp}>
          {note === undefined ? 'Discard' : 'Discard changes'}
        </Button>
        <span className="min-w-0 flex-1 truncate text-right text-meta text-text-3">
          {keyCaps('Ctrl+Enter').join('+')} saves, Esc leaves it for later. **bold**, *italic*, `code`, - list
        </span>
      </div>
    </section>
  );
}

/** All tags by root cause, for those without a digit. */
function AllTags({ chosen, onToggle }: { chosen: readonly string[]; onToggle: (id: string) => void }) {
  const { taxonomy } = useNotes();
  const inUse = taxonomy.tags.filter((tag) => !tag.retired);
  return (
    <Popover
      label="All tags"
      side="top"
      trigger={
        <Button size="sm" variant="ghost">
          All tags
        </Button>
      }
    >
      <div className="flex w-96 flex-col gap-2">
        {inUse.length === 0 ? <p className="text-text-3">There are no tags. The settings make some.</p> : null}
        {byCause(inUse).map(({ cause, tags }) => (
          <section key={cause} aria-label={cause === '' ? 'Without a root cause' : cause}>
            <h3 className="pb-0.5 text-meta text-text-3">
              {cause === '' ? 'Without a root cause' : neutraliseText(cause)}
            </h3>
            <div className="flex flex-wrap gap-1">
              {tags.map((tag) => (
                <TagToggle
                  key={tag.id}
                  tag={tag}
                  code={taxonomy.codeOf(tag.id)}
                  pressed={chosen.includes(tag.id)}
                  onToggle={() => onToggle(tag.id)}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
    </Popover>
  );
}
