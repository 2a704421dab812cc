import { ExternalLink, X } from 'lucide-react';
import { formatDateTime, formatDuration } from '#shared/logic/format.ts';
import type { CompareRef, HeldFacts } from '#shared/model/compare.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import { statusGroupWords, statusLabel } from '../../lib/call-words.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Badge, StatusShape } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Radio } from '../../ui/radio.tsx';
import { agentLabel, generationNames, letterOf } from './labels.ts';

/** What a column is of, the way to it, and whether the others are compared with it. */
export function ColumnHead({
  column,
  detail,
  facts,
  target,
  isBase,
  badge,
  onBase,
  onRemove,
}: {
  column: number;
  detail: CallDetail;
  facts: HeldFacts | undefined;
  target: CompareRef;
  isBase: boolean;
  /** Calls of several API generations are compared. */
  badge: boolean;
  onBase: () => void;
  onRemove: () => void;
}) {
  const { row } = detail;
  const turn = target.index === null ? null : detail.turns[target.index];
  const status = statusGroupWords[row.statusGroup];
  return (
    <header className="flex min-w-0 flex-col gap-1">
      <div className="flex items-start gap-1.5">
        <span aria-hidden className="mt-0.5 w-4 shrink-0 text-center font-strong text-text-3">
          {letterOf(column)}
        </span>
        <h2 className="min-w-0 flex-1 font-strong [overflow-wrap:anywhere]">
          <span className="sr-only">{letterOf(column)}: </span>
          {agentLabel(row)}
        </h2>
        <a
          href={hrefOf(callRoute(row.id, turn?.startMs ?? null))}
          aria-label={`Open ${letterOf(column)} in its call`}
          title="Open in its call"
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 hover:text-text-1"
        >
          <ExternalLink aria-hidden className="size-4" />
        </a>
        <IconButton
          size="sm"
          label={`Take ${letterOf(column)} out of this comparison`}
          icon={<X />}
          onClick={onRemove}
        />
      </div>
      <p className="text-text-2">
        {formatDateTime(row.startMs, undefined, Date.now())}
        {target.index === null ? null : <> · turn {target.index + 1}</>}
        {row.durationMs === null ? null : <> · call of {formatDuration(row.durationMs)}</>}
      </p>
      <p className="flex items-center gap-1.5 text-text-2" title={status.hint}>
        <StatusShape shape={status.shape} tone={status.tone} className="size-2.5" />
        {statusLabel(row.status)}
      </p>
      {badge && facts?.generation != null ? (
        <Badge tone="slow" className="self-start">
          {generationNames[facts.generation]}
        </Badge>
      ) : null}
      <Radio
        name="compare-base"
        checked={isBase}
        onChange={onBase}
        aria-label={`Compare the others with ${letterOf(column)}`}
        label="Compare the others with this"
      />
    </header>
  );
}
