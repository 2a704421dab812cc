import { type KeyboardEvent, type Ref, useId } from 'react';
import { cx } from '../../../ui/cx.ts';
import { useDraft } from '../../review-work/use-draft.ts';

/**
 * A text of a criterion. What is typed is a draft at once and saved when the field is left; Escape and, in a field of one line,
 * Enter leave it.
 */
export function TextField({
  draftKey,
  callId,
  stored,
  label,
  lines,
  invalid = false,
  inputRef,
  onType,
  onSave,
  onLeave,
}: {
  draftKey: string;
  callId: string;
  stored: string;
  label: string;
  lines: 1 | 2;
  invalid?: boolean;
  inputRef?: Ref<HTMLTextAreaElement>;
  onType: (text: string) => void;
  onSave: (text: string) => Promise<boolean>;
  onLeave: () => void;
}) {
  const id = useId();
  const draft = useDraft(draftKey, callId);
  const text = draft.text ?? stored;
  const save = async () => {
    if (draft.text === null) return;
    if (draft.text === stored || (await onSave(draft.text))) draft.clear();
  };
  const leaveOn = (event: KeyboardEvent) => {
    const leaves = event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey && lines === 1);
    if (!leaves || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onLeave();
  };
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="text-meta text-text-3">
        {label}
      </label>
      <textarea
        id={id}
        ref={inputRef}
        dir="auto"
        rows={lines}
        value={text}
        readOnly={draft.loading}
        aria-invalid={invalid}
        onChange={(event) => {
          draft.set(event.target.value);
          onType(event.target.value);
        }}
        onBlur={() => void save()}
        onKeyDown={leaveOn}
        className={cx(
          'field-sizing-content max-h-40 min-h-7 w-full resize-none rounded-md border border-line-strong bg-surface-2 px-2 py-1',
          'aria-invalid:border-bad',
        )}
      />
    </div>
  );
}
