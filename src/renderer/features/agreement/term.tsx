import type { ReactNode } from 'react';
import { create } from 'zustand';
import { type AgreementTermId, agreementTerms } from '#shared/logic/agreement/definitions.ts';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

/** The definition that the dialog shows; null = it is closed. */
const useShownTerm = create<{ id: AgreementTermId | null }>(() => ({ id: null }));

const hide = (): void => useShownTerm.setState({ id: null });

/** A figure's label: opens its definition. The dots under it say so. */
export function AgreementTerm({ of, children }: { of: AgreementTermId; children: ReactNode }) {
  const term = agreementTerms.find(({ id }) => id === of);
  return (
    <Tooltip content={term?.how ?? ''}>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => useShownTerm.setState({ id: of })}
        className="min-h-6 rounded-sm text-left underline decoration-dotted decoration-line-strong underline-offset-4 hover:decoration-current"
      >
        {children}
      </button>
    </Tooltip>
  );
}

/** What every figure of the report means, how it is got and where the formula comes from. Opens at the one asked for. */
export function AgreementTermsDialog() {
  const shown = useShownTerm(({ id }) => id);
  return (
    <Dialog open={shown !== null} onOpenChange={hide} title="What the figures mean" className="w-[min(680px,94vw)]">
      {agreementTerms.map(({ id, name, how, reading, source }) => {
        const current = id === shown;
        return (
          <section
            key={id}
            {...(current ? { tabIndex: 0, 'data-autofocus': true } : {})}
            aria-labelledby={`agreement-${id}`}
            aria-current={current ? 'true' : undefined}
            className={cx(
              'relative border-line border-b px-4 py-3 last:border-b-0 focus-visible:-outline-offset-2',
              current && 'bg-surface-1 before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent',
            )}
          >
            <h3 id={`agreement-${id}`} className="font-strong">
              {name}
            </h3>
            <p className="my-1">{how}</p>
            <p className="text-text-2">{reading}</p>
            {source === null ? null : <p className="mt-1 text-meta text-text-3">After {source}.</p>}
          </section>
        );
      })}
    </Dialog>
  );
}
