import { AudioLines, Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { absent, formatDateTime, formatLatency } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import { type FoundTurn, SHOWN_CHARS } from '#shared/model/families.ts';
import { versionLabel } from '../../lib/call-words.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { addToTray } from '../compare/tray.ts';
import { differenceWords, formatShare, markDifferences } from './family-words.ts';
import { type GapKind, gapKinds } from './quantile-line.tsx';

/** What a found turn is held against. */
export interface AskedTurn {
  readonly text: string;
  readonly reportedMs: number | null;
  readonly measuredMs: number | null;
}

/** The address of a found turn in its call. */
export const turnHref = (turn: FoundTurn): string => hrefOf(callRoute(turn.callId, turn.startMs));

export const addFound = (turn: FoundTurn): void => void addToTray([{ callId: turn.callId, index: turn.index }]);

/** A turn of another call: where it is, what was said before it and in it, and its gaps. The link opens it there. */
export function FoundTurnRow({ turn, asked, open }: { turn: FoundTurn; asked: AskedTurn | null; open: boolean }) {
  const when = turn.callStartMs === null ? 'no date' : formatDateTime(turn.callStartMs, undefined, Date.now());
  return (
    <div className="flex flex-col gap-0.5 py-2 pr-2 pl-3">
      <div className="flex items-center gap-2">
        {turn.likeness === null ? null : (
          <span className="w-11 shrink-0 whitespace-nowrap font-strong tabular-nums" title="Likeness of the words">
            {formatShare(turn.likeness)}
            <span className="sr-only"> alike</span>
          </span>
        )}
        <a
          data-row-link
          href={turnHref(turn)}
          className="min-h-6 min-w-0 truncate rounded-sm leading-6 hover:underline"
          title="Open its call at this turn"
        >
          <bdi>{neutraliseText(turn.agentName ?? 'Unnamed agent')}</bdi> {versionLabel(turn.version)}
          <span className="text-text-3"> · {when}</span>
        </a>
        <span className="ml-auto flex shrink-0 items-center gap-1">
          {turn.hasRecording ? (
            <AudioLines role="img" aria-label="Recording on this computer" className="size-4 text-text-3" />
          ) : null}
          <IconButton size="sm" label="Add this turn to compare" icon={<Columns3 />} onClick={() => addFound(turn)} />
        </span>
      </div>
      {turn.callerText === null ? (
        <p className="pl-5 text-text-3">Nobody spoke before.</p>
      ) : (
        <Words text={turn.callerText} speaker="C" className={cx('text-text-2', !open && 'line-clamp-1')} />
      )}
      <Words text={turn.text} asked={asked?.text ?? null} speaker="A" className={open ? '' : 'line-clamp-3'} />
      {open && turn.text.length >= SHOWN_CHARS ? (
        <p className="pl-5 text-meta text-text-3">
          Cut after {SHOWN_CHARS} characters;{' '}
          <a href={turnHref(turn)} className="text-accent underline">
            the rest is in its call
          </a>
          .
        </p>
      ) : null}
      <dl className="flex flex-wrap gap-x-4 pl-5 text-meta tabular-nums">
        {gapKinds.map((kind) => (
          <Gap key={kind} kind={kind} turn={turn} asked={asked} />
        ))}
        {turn.familyName === null ? null : (
          <div className="ml-auto min-w-0 truncate text-text-3">
            <dt className="sr-only">Family</dt>
            <dd className="truncate">
              <bdi>{neutraliseText(turn.familyName)}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function Gap({ kind, turn, asked }: { kind: GapKind; turn: FoundTurn; asked: AskedTurn | null }) {
  const field = `${kind}Ms` as const;
  const ms = turn[field];
  const difference = asked === null ? null : differenceWords(ms, asked[field]);
  return (
    <div className="flex gap-1 whitespace-nowrap">
      <dt className="text-text-3">{kind}</dt>
      <dd className={kind === 'measured' ? 'text-measured' : undefined}>
        {ms === null ? (
          <span className="text-text-3" title={`This turn has no ${kind} gap here.`}>
            {absent}
          </span>
        ) : (
          formatLatency(ms)
        )}
        {kind === 'measured' && turn.measuredLow === true ? (
          <span title="Measured with low confidence"> (unsure)</span>
        ) : null}
        {difference === null ? null : <span className="text-text-2"> ({difference})</span>}
      </dd>
    </div>
  );
}

/** Words of one speaker; what the asked turn does not say is underlined and heavier. */
export function Words({
  text,
  asked = null,
  speaker,
  className,
}: {
  text: string;
  asked?: string | null;
  speaker: 'A' | 'C' | null;
  className?: string;
}) {
  const parts = asked === null ? [{ text, differs: false }] : markDifferences(asked, text);
  let at = 0;
  const marked: ReactNode[] = parts.map((part) => {
    const key = at;
    at += part.text.length;
    const words = neutraliseText(part.text);
    return part.differs ? (
      <mark
        key={key}
        className="bg-transparent font-strong text-text-1 underline decoration-2 decoration-note underline-offset-2"
      >
        {words}
      </mark>
    ) : (
      <span key={key}>{words}</span>
    );
  });
  return (
    <div className="flex gap-1.5">
      {speaker === null ? null : (
        <span className={cx('w-3.5 shrink-0 text-center font-strong', speaker === 'A' ? 'text-agent' : 'text-caller')}>
          <span aria-hidden>{speaker}</span>
          <span className="sr-only">{speaker === 'A' ? 'Agent:' : 'Caller before:'}</span>
        </span>
      )}
      <p dir={directionOf(text) ?? 'auto'} className={cx('min-w-0 flex-1 [overflow-wrap:anywhere]', className)}>
        {marked}
      </p>
    </div>
  );
}
