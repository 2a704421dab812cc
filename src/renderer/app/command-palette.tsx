import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { formatDateTime, formatDuration, formatPhone } from '#shared/logic/format.ts';
import { defaultSort, searchText } from '../lib/call-filter.ts';
import { versionLabel } from '../lib/call-words.ts';
import { callRoute, navigate } from '../lib/router.ts';
import { orpc } from '../lib/rpc.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type AppCommand, useAppCommands, useViewCommands } from './commands.ts';

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
  const appCommands = useAppCommands();
  const viewCommands = useViewCommands();
  const commands: AppCommand[] = [
    ...appCommands,
    { id: 'keys', label: 'Keys of this view', keys: '?', run: onShowKeys },
  ];

  // Closed first, so that focus is back in the view before the command runs there.
  const pick = (run: () => void): void => {
    onClose();
    queueMicrotask(run);
  };
  const item = (command: AppCommand): ReactNode => (
    <Item key={command.id} value={command.id} keywords={[command.label]} onSelect={() => pick(command.run)}>
      <span className="flex-1">{command.label}</span>
      {command.keys === null ? null : <Kbd keys={command.keys} />}
    </Item>
  );

  return (
    <Command label="Find a command or a call" loop filter={matchLabel} className="flex max-h-[60vh] flex-col">
      <Command.Input
        data-autofocus
        value={text}
        onValueChange={setText}
        placeholder="Command, number, agent or call id"
        className="h-11 shrink-0 border-b border-line bg-transparent px-4 text-read focus-visible:outline-none"
      />
      <Command.List className="min-h-0 overflow-auto p-1.5">
        <Command.Empty className="px-3 py-4 text-text-3">No command and no call contains this.</Command.Empty>
        <FoundCalls text={text} onPick={(id) => pick(() => navigate(callRoute(id)))} />
        {viewCommands.length === 0 ? null : <Group heading="This view">{viewCommands.map(item)}</Group>}
        <Group heading="Earmark">{commands.map(item)}</Group>
      </Command.List>
    </Command>
  );
}

/** Words in any order, in the label only: ids are not for reading. */
function matchLabel(_value: string, search: string, keywords?: string[]): number {
  const label = (keywords ?? []).join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.includes(word))
    ? 1
    : 0;
}

function FoundCalls({ text, onPick }: { text: string; onPick: (id: string) => void }) {
  const wanted = useDeferredValue(searchText(text));
  const found = useQuery(
    orpc.calls.list.queryOptions({
      input: { filter: { text: wanted.slice(0, 200) }, sort: defaultSort, offset: 0, limit: 8 },
      enabled: wanted.length >= 2,
      gcTime: 10_000,
    }),
  ).data;
  if (wanted.length < 2 || found === undefined || found.rows.length === 0) return null;
  return (
    <Group heading="Calls">
      {found.rows.map((row) => (
        <Item key={row.id} value={`call ${row.id}`} keywords={[text]} onSelect={() => onPick(row.id)}>
          <span className="w-28 shrink-0 text-text-2">{formatDateTime(row.startMs, undefined, Date.now())}</span>
          <span className="min-w-0 flex-1 truncate">
            {row.agentName ?? 'Unnamed agent'} <span className="text-text-3">{versionLabel(row.agentVersion)}</span>
          </span>
          <span className="max-w-44 truncate text-text-2">{formatPhone(row.callerNumber)}</span>
          <span className="w-12 text-right text-text-2">{formatDuration(row.durationMs)}</span>
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-text-3"
    >
      {children}
    </Command.Group>
  );
}

function Item(props: { value: string; keywords: string[]; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={props.value}
      keywords={props.keywords}
      onSelect={props.onSelect}
      className="flex h-8 items-center gap-3 rounded-sm px-2.5 data-[selected=true]:bg-surface-3"
    >
      {props.children}
    </Command.Item>
  );
}
