import { Command } from 'cmdk';
import type { ReactNode } from 'react';

/** Some entries of the palette under a heading. */
export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-text-3"
    >
      {children}
    </Command.Group>
  );
}

/** One entry of the palette. `value` tells it from all others and is not read by anybody. */
export function PaletteItem(props: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={props.value}
      onSelect={props.onSelect}
      className="flex min-h-8 items-center gap-3 rounded-sm px-2.5 data-[selected=true]:bg-surface-3 data-[selected=true]:outline data-[selected=true]:outline-transparent"
    >
      {props.children}
    </Command.Item>
  );
}
