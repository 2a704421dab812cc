import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';

/** Longer texts are shown as they are: finding the words takes time by the square of their number. */
const MOST_CHARACTERS = 20_000;

/** A text in which the words are marked that `other` does not have. */
export function WordDiff({ text, other }: { text: string; other: string }) {
  const parts = useMemo(
    () =>
      text.length + other.length > MOST_CHARACTERS
        ? [{ value: text, added: false }]
        : diffWordsWithSpace(other, text).filter(({ removed }) => !removed),
    [text, other],
  );
  let at = 0;
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {parts.map(({ value, added }) => {
        const key = at;
        at += value.length;
        const words = neutraliseText(value);
        return added ? (
          <mark key={key} className="rounded-sm bg-surface-3 font-strong text-note underline decoration-2">
            {words}
          </mark>
        ) : (
          <span key={key}>{words}</span>
        );
      })}
    </p>
  );
}
