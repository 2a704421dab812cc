import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { formatClock } from '#shared/logic/format.ts';
import { toolDuration, toolName, toolOutcome } from '#shared/logic/tool-call.ts';
import type { ToolCall } from '#shared/model/turn.ts';
import { type Shape, StatusShape, type Tone } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';
import { ToolMargin } from '../notes/note-margin.tsx';
import { ToolDetails } from './tool-details.tsx';

const looks = {
  ok: { shape: 'disc', tone: 'ok' },
  failed: { shape: 'cross', tone: 'bad' },
  'no-result': { shape: 'dash', tone: 'neutral' },
} as const;

/** How a tool call went, as shape, colour and words. */
export function toolLooks(call: ToolCall): { shape: Shape; tone: Tone; word: string } {
  const { kind, word } = toolOutcome(call);
  return { ...looks[kind], word };
}

/** A tool call between turns: one line, with everything that was sent and came back when unfolded. */
export const ToolRow = memo(function ToolRow({
  call,
  position,
  open,
  shownChars,
  onToggle,
  onShowMore,
}: {
  call: ToolCall;
  position: number;
  open: boolean;
  /** How much of its long texts is shown, by their names. */
  shownChars: ReadonlyMap<string, number> | undefined;
  onToggle: (position: number) => void;
  onShowMore: (position: number, field: string, upTo: number) => void;
}) {
  const outcome = toolLooks(call);
  return (
    <div className="grid grid-cols-[4.5rem_1.75rem_minmax(0,calc(var(--read)*42))_6.5rem_6rem] max-[1000px]:grid-cols-[4.5rem_1.75rem_minmax(0,1fr)_6.5rem_2.5rem] py-0.5 pr-3 pl-3">
      <span
        className="pt-1 pr-2 text-right text-text-3"
        title={call.startMs === null ? 'The vendor gave no time for this tool call' : undefined}
      >
        {formatClock(call.startMs)}
      </span>
      <span className="pt-1 text-tool" title="Tool call">
        <StatusShape shape="diamond" tone="tool" className="mt-1" />
        <span className="sr-only">Tool call</span>
      </span>
      <div className="min-w-0">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onToggle(position)}
          className="flex min-h-7 max-w-full select-text items-center gap-2 rounded-sm pr-2 text-left hover:bg-surface-3"
        >
          <ChevronRight aria-hidden className={cx('size-4 shrink-0 text-text-3', open && 'rotate-90')} />
          <span data-find="name" className="truncate font-mono text-tool">
            {toolName(call)}
          </span>
          <span
            className="text-text-3"
            title={call.durationMs === null ? 'The vendor gave no duration for this tool call' : undefined}
          >
            {toolDuration(call)}
          </span>
          <span className={cx('flex shrink-0 items-center gap-1', outcome.tone === 'bad' ? 'text-bad' : 'text-text-2')}>
            <StatusShape shape={outcome.shape} tone={outcome.tone} className="size-2.5" />
            {call.statusCode ?? ''} {outcome.word}
          </span>
        </button>
        {open ? (
          <ToolDetails
            call={call}
            shownChars={shownChars}
            onShowMore={(field, upTo) => onShowMore(position, field, upTo)}
          />
        ) : null}
      </div>
      <div className="col-start-5 pl-1">
        <ToolMargin position={position} />
      </div>
    </div>
  );
});
