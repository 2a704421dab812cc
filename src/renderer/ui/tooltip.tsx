import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { usePortalContainer } from './portal.tsx';

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={450} skipDelayDuration={200} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  content: ReactNode;
  /** Key combination shown after the text. */
  keys?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and spreads its props. */
  children: ReactElement;
}

/** A hint on hover and focus. It never carries what cannot be had otherwise. */
export function Tooltip({ content, keys, side = 'top', children }: TooltipProps) {
  const container = usePortalContainer();
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          side={side}
          sideOffset={5}
          collisionPadding={6}
          className="z-50 flex max-w-80 items-center gap-2 rounded-md border border-line bg-surface-2 px-2 py-1 text-body text-text-1 shadow-float"
        >
          <span>{content}</span>
          {keys === undefined ? null : <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
