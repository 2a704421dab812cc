import { useMemo } from 'react';
import { diffWords } from '#shared/logic/compare/word-diff.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { directionOf } from '#shared/logic/text-direction.ts';

/** A turn's words; with `base`, marked where they differ from those, and with what they lack struck through. */
export function DiffText({ text, base }: { text: string; base: string | null }) {
  const difference = useMemo(() => (base === null ? null : diffWords(base, text)), [base, text]);
  const direction = useMemo(() => directionOf(text) ?? 'ltr', [text]);
  if (text === '' && (base === null || base === '')) return <p className="text-text-3">No words.</p>;
  const unlike = difference?.unlike === true && base !== '' && text !== '';
  const parts = unlike ? null : (difference?.parts ?? null);
  let at = 0;
  return (
    <>
      {difference === null || parts !== null ? null : (
        <p className="text-meta text-text-3">
          {unlike ? 'Hardly a word in common.' : 'Too long to be compared word by word.'}
        </p>
      )}
      <p dir={direction} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {parts === null
          ? neutraliseText(text)
          : parts.map((part) => {
              const key = `${part.kind}${at}`;
              at += part.text.length;
              const words = neutraliseText(part.text);
              if (part.kind === 'same') return <span key={key}>{words}</span>;
              return part.kind === 'own' ? (
                <ins key={key} className="font-strong text-note underline decoration-2 underline-offset-2">
                  {words}
                </ins>
              ) : (
                <del key={key} className="text-text-3 line-through">
                  {words}
                </del>
              );
            })}
      </p>
    </>
  );
}
