import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { absent } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { toast } from '../../../ui/toast-store.ts';

/** A part of the pane with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h2 className="font-strong">{title}</h2>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4">{children}</dl>;
}

/** One fact; an absent one is a dash, and its reason a tooltip. */
export function Fact({
  name,
  value,
  why,
  copy = false,
}: {
  name: string;
  value: string | null;
  why: string;
  copy?: boolean;
}) {
  return (
    <>
      <dt className="py-0.5 text-text-3">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1 py-0.5">
        {value === null ? (
          <span className="text-text-3" title={why}>
            {absent}
            <span className="sr-only">{why}</span>
          </span>
        ) : (
          <span
            dir="auto"
            className={copy ? 'truncate font-mono text-meta' : '[overflow-wrap:anywhere]'}
            title={copy ? value : undefined}
          >
            {neutraliseText(value)}
          </span>
        )}
        {copy && value !== null ? (
          <IconButton
            size="sm"
            label={`Copy ${name.toLowerCase()}`}
            icon={<Copy />}
            onClick={() => {
              navigator.clipboard.writeText(value).then(
                () => toast.ok(`${name} copied`),
                () => toast.error('The clipboard refused. Select the text and copy it by hand.'),
              );
            }}
          />
        ) : null}
      </dd>
    </>
  );
}
