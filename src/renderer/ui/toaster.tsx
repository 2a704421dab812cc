import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { StatusShape, type Tone } from './badge.tsx';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { dismissToast, type ToastItem, useToasts } from './toast-store.ts';

const staysMs = { info: 5000, ok: 4000, error: 10_000 };
const tones: Record<ToastItem['kind'], Tone> = { info: 'accent', ok: 'ok', error: 'bad' };

/**
 * The corner where toasts appear; a popover, so that it lies over modal dialogs. Our own because `sonner` inserts a
 * <style> element on import, which the CSP refuses.
 */
export function Toaster() {
  const items = useToasts((state) => state.items);
  const ref = useRef<HTMLElement>(null);
  const newest = items.at(-1)?.id ?? null;

  // Shown again for each toast: the top layer is a stack, and a dialog may have opened in between.
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    if (element.matches(':popover-open')) element.hidePopover();
    if (newest !== null) element.showPopover();
  }, [newest]);

  return (
    <section
      ref={ref}
      popover="manual"
      aria-label="Notifications"
      className="fixed inset-auto right-3 bottom-9 m-0 flex-col gap-2 bg-transparent p-1 [&:popover-open]:flex"
    >
      <div aria-live="polite" className="flex flex-col gap-2">
        {items.map((item) => (
          <Toast key={item.id} item={item} />
        ))}
      </div>
    </section>
  );
}

function Toast({ item }: { item: ToastItem }) {
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(item.id), staysMs[item.kind]);
    return () => clearTimeout(timer);
  }, [item]);

  return (
    <div className="flex w-[min(400px,90vw)] items-center gap-2 rounded-md border border-line bg-surface-2 py-1.5 pr-1.5 pl-3 text-text-1 shadow-float">
      <StatusShape shape={item.kind === 'error' ? 'triangle' : 'disc'} tone={tones[item.kind]} />
      <span className="flex-1 text-body">{item.message}</span>
      {item.action === null ? null : (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            item.action?.run();
            dismissToast(item.id);
          }}
        >
          {item.action.label}
        </Button>
      )}
      <IconButton size="sm" label="Dismiss" icon={<X />} onClick={() => dismissToast(item.id)} />
    </div>
  );
}
