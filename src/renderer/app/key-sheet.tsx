import type { KeyActionId } from '../lib/key-catalogue.ts';
import { useActionKeys, useKeyScopes } from '../lib/keys.ts';
import { hrefOf } from '../lib/router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** What the keys do in the view one is in, read from the very bindings that run. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const scopes = useKeyScopes();
  return (
    <Dialog open={open} onOpenChange={onClose} title="Keys" className="w-[min(720px,94vw)]">
      <div className="columns-1 gap-8 p-4 sm:columns-2">
        {scopes.map((scope) => (
          <section key={scope.id} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 border-b border-line pb-1 font-strong">{scope.title}</h3>
            <dl>
              {scope.bindings
                .filter((binding) => binding.enabled)
                .map((binding) => (
                  <div key={binding.id} className="flex min-h-7 items-center justify-between gap-3">
                    <dt className="min-w-0">{binding.label}</dt>
                    <dd className="flex shrink-0 items-center gap-1.5">
                      <Caps action={binding.id} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="border-t border-line px-4 py-2 text-text-3">
        Single keys rest while you type and while a dialog is open. Escape leaves a text field.{' '}
        <a href={hrefOf({ name: 'settings', section: 'keys' })} onClick={onClose} className="text-accent underline">
          Change keys
        </a>
      </p>
    </Dialog>
  );
}

function Caps({ action }: { action: KeyActionId }) {
  const keys = useActionKeys(action);
  return keys.length === 0 ? (
    <span className="text-text-3">no key</span>
  ) : (
    keys.map((one) => <Kbd key={one} keys={one} />)
  );
}
