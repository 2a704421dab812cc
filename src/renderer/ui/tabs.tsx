import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface TabItem {
  value: string;
  label: ReactNode;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  items: readonly TabItem[];
  value: string;
  onValueChange: (value: string) => void;
  className?: string;
}

/** Tabs over one panel that fills the rest; only the chosen panel is mounted. */
export function Tabs({ label, items, value, onValueChange, className }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className={cx('flex min-h-0 flex-col', className)}>
      <Radix.List aria-label={label} className="flex shrink-0 gap-1 border-b border-line px-2">
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className={cx(
              '-mb-px h-8 border-b-2 border-transparent px-2 text-text-2 hover:text-text-1',
              'data-[state=active]:border-accent data-[state=active]:font-strong data-[state=active]:text-text-1',
            )}
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="relative min-h-0 flex-1 overflow-auto">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
