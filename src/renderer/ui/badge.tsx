import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'accent' | 'agent' | 'caller' | 'tool' | 'ok' | 'slow' | 'bad' | 'note' | 'measured';

export const toneText: Record<Tone, string> = {
  neutral: 'text-text-3',
  accent: 'text-accent',
  agent: 'text-agent',
  caller: 'text-caller',
  tool: 'text-tool',
  ok: 'text-ok',
  slow: 'text-slow',
  bad: 'text-bad',
  note: 'text-note',
  measured: 'text-measured',
};

/** A short word in a thin frame. */
export function Badge({
  tone = 'neutral',
  children,
  className,
}: {
  tone?: Tone;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-[18px] items-center gap-1 whitespace-nowrap rounded-sm border border-current px-1 text-meta',
        toneText[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

export type Shape = 'disc' | 'ring' | 'half' | 'triangle' | 'square' | 'diamond' | 'cross' | 'dash' | 'arrow';

const shapes: Record<Shape, ReactNode> = {
  disc: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  half: (
    <>
      <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6 2.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M6 1.8 10.6 10H1.4z" fill="currentColor" />,
  square: <rect x="2.4" y="2.4" width="7.2" height="7.2" fill="currentColor" />,
  diamond: <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  cross: <path d="m2.8 2.8 6.4 6.4m0-6.4L2.8 9.2" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
  dash: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
  arrow: <path d="M6 1.8v6.6M2.9 5.6 6 8.7l3.1-3.1M2.5 10.6h7" fill="none" stroke="currentColor" strokeWidth="1.4" />,
};

/** A state as a shape, so that colour is never the only sign. Decorative: put the words beside it or in `aria-label`. */
export function StatusShape({ shape, tone = 'neutral', className }: { shape: Shape; tone?: Tone; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" className={cx('size-3 shrink-0', toneText[tone], className)}>
      {shapes[shape]}
    </svg>
  );
}
