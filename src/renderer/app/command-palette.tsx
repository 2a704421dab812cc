import { Command } from 'cmdk';
import { type ReactNode, useState } from 'react';
import { callRoute, navigate } from '../lib/router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { LiveRegion } from '../ui/feedback.tsx';
import { ActionKbd } from '../ui/kbd.tsx';
import { type AppCommand, useAppCommands, useViewCommands } from './commands.ts';
import { FoundCalls, foundWords, useFoundCalls } from './palette-calls.tsx';
import { PaletteGroup, PaletteItem } from './palette-parts.tsx';

export interface CommandPaletteProps {
  open: boolean;
  onClose: () => void;
  onShowKeys: () => void;
}

/** Every command and every call from one field. */
export function CommandPalette({ open, onClose, onShowKeys }: CommandPaletteProps) {
  return (
    <Dialog open={open} onOpenChange={onClose} title="Find a command or a call" hideTitle className="mt-[12vh]">
      <Palette onClose={onClose} onShowKeys={onShowKeys} />
    </Dialog>
  );
}

function Palette({ onClose, onShowKeys }: { onClose: () => void; onShowKeys: () => void }) {
  const [text, setText] = useState('');
  const viewCommands = useViewCommands();
  const appCommands: AppCommand[] = [
    ...useAppCommands(),
    { id: 'keys', label: 'Keys of this view', action: 'everywhere.keys', run: onShowKeys },
  ];
  const view = viewCommands.filter((command) => matchesLabel(command.label, text));
  const app = appCommands.filter((command) => matchesLabel(command.label, text));
  const found = useFoundCalls(text);

  // Closed first, so that focus is back in the view before the command runs there.
  const pick = (run: () => void): void => {
    onClose();
    queueMicrotask(run);
  };
  const item = (command: AppCommand): ReactNode => (
    <PaletteItem key={command.id} value={command.id} onSelect={() => pick(command.run)}>
      <span className="flex-1">{command.label}</span>
      {command.action === null ? null : <ActionKbd action={command.action} />}
    </PaletteItem>
  );
  // Keyed, so that calls that are still there when the groups change places stay the same entries.
  const calls = <FoundCalls key="calls" found={found} onPick={(id) => pick(() => navigate(callRoute(id)))} />;
  const groups = [
    view.length === 0 ? null : (
      <PaletteGroup key="view" heading="This view">
        {view.map(item)}
      </PaletteGroup>
    ),
    app.length === 0 ? null : (
      <PaletteGroup key="app" heading="Earmark">
        {app.map(item)}
      </PaletteGroup>
    ),
  ];
  const searching = text.trim() !== '';
  const commands = view.length + app.length;

  return (
    <Command label="Find a command or a call" loop shouldFilter={false} className="flex max-h-[60vh] flex-col">
      <Command.Input
        data-autofocus
        value={text}
        onValueChange={setText}
        placeholder="Command, agent, number, call id or day"
        className="h-11 shrink-0 border-b border-line bg-transparent px-4 text-read focus-visible:outline-none"
      />
      <Command.List className="min-h-0 overflow-auto p-1.5">
        {searching ? [calls, ...groups] : [...groups, calls]}
      </Command.List>
      {commands === 0 && found.state === 'found' && found.rows.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-text-3">
          No command and no call contains this. A day is found as “yesterday”, “Monday”, “24 Nov” or “2026-11-24”.
        </p>
      ) : null}
      <LiveRegion>{searching ? `${commands} commands, ${foundWords(found)}` : ''}</LiveRegion>
    </Command>
  );
}

/** Words in any order. */
function matchesLabel(label: string, search: string): boolean {
  const lower = label.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
