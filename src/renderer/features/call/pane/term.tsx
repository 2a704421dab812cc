import type { ReactNode } from 'react';
import { getDefinition } from '#shared/logic/definitions.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { showDefinitions } from './definition-store.ts';

/** A figure's label: opens its definition. The dots under it say so. */
export function Term({ of, children, className }: { of: DefinitionId; children: ReactNode; className?: string }) {
  const { start, end } = getDefinition(of);
  return (
    <Tooltip
      content={
        <>
          <span className="block">From: {start}.</span>
          <span className="block">To: {end}.</span>
        </>
      }
    >
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => showDefinitions(of)}
        className={cx(
          'min-h-6 max-w-full truncate rounded-sm text-left underline decoration-dotted decoration-line-strong underline-offset-4 hover:decoration-current',
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
