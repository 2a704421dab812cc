import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import type { KeyActionId } from '../lib/key-catalogue.ts';
import { ActionKbd, Kbd } from './kbd.tsx';
import { usePortalContainer } from './portal.tsx';

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={450} skipDelayDuration={200} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

/** Keys that the browser gives to a part of the page by itself. */
export type FixedKey = 'Escape';

export interface TooltipProps {
  content: ReactNode;
  /** The action whose key is shown after the text. */
  action?: KeyActionId | undefined;
  /** A key that is the browser's own and cannot be changed. */
  fixedKey?: FixedKey | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and spreads its props. */
  children: ReactElement;
}

/** A hint on hover and focus. It never carries what cannot be had otherwise. */
export function Tooltip({ content, action, fixedKey, side = 'top', children }: TooltipProps) {
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
          {action === undefined ? null : <ActionKbd action={action} />}
          {fixedKey === undefined ? null : <Kbd keys={fixedKey} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
