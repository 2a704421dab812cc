import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import { PortalContainer } from './portal.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The title is read out but not drawn. */
  hideTitle?: boolean;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
}

/**
 * A modal dialog on the browser's own <dialog>: focus trap, Escape and inert background come with it,
 * and nothing inserts a <style> element (our CSP refuses those; Radix's dialog needs one).
 */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onOpenChange, title, hideTitle, children, footer, className }: Omit<DialogProps, 'open'>) {
  const [element, setElement] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();

  useEffect(() => {
    if (element === null) return;
    const before = document.activeElement;
    element.showModal();
    // Without a place to begin, the dialog itself: its first button is Close, which is nothing to begin with.
    (element.querySelector<HTMLElement>('[data-autofocus]') ?? element).focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [element]);

  return (
    <dialog
      ref={setElement}
      tabIndex={-1}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onOpenChange(false);
      }}
      onKeyDown={(event) => {
        // A tooltip takes Escape for itself, and with it the browser's way to end a dialog; a popover may.
        const inPopover = element?.querySelector('[data-radix-popper-content-wrapper] [role="dialog"]') ?? null;
        if (event.key === 'Escape' && event.defaultPrevented && inPopover === null) onOpenChange(false);
      }}
      onPointerDown={(event) => {
        if (event.target === element) onOpenChange(false);
      }}
      className={cx(
        'm-auto max-h-[86vh] w-[min(560px,92vw)] rounded-md border border-line bg-surface-2 p-0 text-text-1 shadow-float focus-visible:outline-none',
        'open:flex open:flex-col',
        className,
      )}
    >
      <PortalContainer element={element}>
        <header className={cx('flex items-center gap-2 border-b border-line py-2 pr-2 pl-4', hideTitle && 'sr-only')}>
          <h2 id={titleId} className="flex-1 text-title font-strong">
            {title}
          </h2>
          {hideTitle ? null : (
            <IconButton label="Close" fixedKey="Escape" side="left" icon={<X />} onClick={() => onOpenChange(false)} />
          )}
        </header>
        <div className="relative min-h-0 flex-1 overflow-auto">{children}</div>
        {footer === undefined ? null : (
          <footer className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
        )}
      </PortalContainer>
    </dialog>
  );
}
