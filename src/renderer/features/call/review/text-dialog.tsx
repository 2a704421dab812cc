import { type ReactNode, useEffect, useId, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useDraft } from '../../review-work/use-draft.ts';

export interface TextDialogProps {
  title: string;
  /** What the text is, above the field. */
  label: string;
  hint?: string;
  callId: string;
  /** Under which name what is typed is kept until it is saved. */
  draftKey: string;
  /** What is there already. */
  stored?: string;
  saveLabel: string;
  /** Whether an empty text may be saved. */
  mayBeEmpty?: boolean;
  children?: ReactNode;
  /** Suggestions that fill the field. */
  suggestions?: readonly string[];
  /** True when it was saved. */
  onSave: (text: string) => Promise<boolean>;
  onClose: () => void;
}

/** One text in a dialog. What is typed outlives the window; Ctrl+Enter saves. */
export function TextDialog(props: TextDialogProps) {
  const { title, label, hint, callId, draftKey, stored = '', saveLabel, mayBeEmpty = false, children } = props;
  const draft = useDraft(draftKey, callId);
  // What is typed before the draft is known goes on where that ends.
  const [early, setEarly] = useState('');
  const { loading, set } = draft;
  const known = draft.text ?? stored;
  const text = loading ? early : known;
  useEffect(() => {
    if (loading || early === '') return;
    set(known + early);
    setEarly('');
  }, [loading, early, known, set]);
  const id = useId();
  const lacks = loading ? 'One moment.' : !mayBeEmpty && text.trim() === '' ? 'Write something first.' : null;
  const save = async () => {
    if (lacks !== null || !(await props.onSave(text.trim()))) return;
    draft.clear();
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={title}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" disabledReason={lacks} onClick={() => void save()}>
            {saveLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        {children}
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="font-strong">
            {label}
          </label>
          <textarea
            id={id}
            data-autofocus
            rows={5}
            maxLength={2000}
            className="rounded-md border border-line-strong bg-surface-2 px-2 py-1 text-text-1"
            value={text}
            onChange={(event) => (loading ? setEarly : set)(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              void save();
            }}
          />
          {hint === undefined ? null : <p className="text-text-3">{hint}</p>}
        </div>
        {props.suggestions === undefined ? null : (
          <div className="flex flex-wrap gap-1.5">
            {props.suggestions.map((suggestion) => (
              <Button key={suggestion} size="sm" onClick={() => draft.set(suggestion)}>
                {suggestion}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Dialog>
  );
}
