import { ChevronRight } from 'lucide-react';
import { memo, useMemo } from 'react';
import { absent, formatClock, formatLatency } from '#shared/logic/format.ts';
import { neutraliseText, prettyBody } from '#shared/logic/plain-text.ts';
import type { ToolCall } from '#shared/model/turn.ts';
import { type Shape, StatusShape, type Tone } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';

const errorWords: Record<string, string> = {
  timeout: 'timed out',
  non_2xx: 'refused by the service',
  ssrf_blocked: 'address not allowed',
  bad_response_json: 'answer was not JSON',
  type_validation_failed: 'answer had the wrong types',
  invalid_url: 'invalid address',
  network: 'network failure',
};

/** How a tool call went, as shape, colour and words. */
export function toolOutcome(call: ToolCall): { shape: Shape; tone: Tone; word: string } {
  if (call.error !== null) return { shape: 'cross', tone: 'bad', word: errorWords[call.error] ?? call.error };
  if (!call.hasResult) return { shape: 'dash', tone: 'neutral', word: 'no result reported' };
  if (call.statusCode !== null && (call.statusCode < 200 || call.statusCode > 299)) {
    return { shape: 'cross', tone: 'bad', word: 'failed' };
  }
  return { shape: 'disc', tone: 'ok', word: 'done' };
}

/** A tool call between turns: one line, with everything that was sent and came back when unfolded. */
export const ToolRow = memo(function ToolRow({
  call,
  open,
  onToggle,
}: {
  call: ToolCall;
  open: boolean;
  onToggle: () => void;
}) {
  const outcome = toolOutcome(call);
  return (
    <div className="grid grid-cols-[4.5rem_1.75rem_minmax(0,calc(var(--read)*42))_6.5rem] py-0.5 pr-3 pl-3">
      <span className="pt-1 pr-2 text-right text-text-3">{call.startMs === null ? '' : formatClock(call.startMs)}</span>
      <span className="pt-1 text-tool" title="Tool call">
        <StatusShape shape="diamond" tone="tool" className="mt-1" />
      </span>
      <div className="min-w-0">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-h-7 max-w-full items-center gap-2 rounded-sm pr-2 text-left hover:bg-surface-3"
        >
          <ChevronRight aria-hidden className={cx('size-4 shrink-0 text-text-3', open && 'rotate-90')} />
          <span className="truncate font-mono text-tool">{neutraliseText(call.name) || 'unnamed tool'}</span>
          <span className="text-text-3">{call.durationMs === null ? absent : formatLatency(call.durationMs)}</span>
          <span className={cx('flex shrink-0 items-center gap-1', outcome.tone === 'bad' ? 'text-bad' : 'text-text-2')}>
            <StatusShape shape={outcome.shape} tone={outcome.tone} className="size-2.5" />
            {call.statusCode ?? ''} {outcome.word}
          </span>
        </button>
        {open ? <ToolDetails call={call} /> : null}
      </div>
    </div>
  );
});

function ToolDetails({ call }: { call: ToolCall }) {
  return (
    <div className="mb-2 ml-5 flex flex-col gap-2 border-l border-line pl-3">
      {call.url === null && call.method === null ? null : (
        <div className="font-mono text-meta [overflow-wrap:anywhere]">
          {call.method ?? ''} {call.url === null ? '' : neutraliseText(call.url)}
        </div>
      )}
      {call.headers === null ? null : <Pairs title="Headers" pairs={call.headers} />}
      <Body title="Request" body={call.requestBody} missing="No request body was reported." />
      <Body
        title="Response"
        body={call.responseBody}
        missing={call.hasResult ? 'No response body was reported.' : 'The vendor reported no result for this call.'}
      />
      {call.extractedVars === null ? null : (
        <Pairs title="Variables taken from the answer" pairs={call.extractedVars} />
      )}
    </div>
  );
}

function Body({ title, body, missing }: { title: string; body: string | null; missing: string }) {
  const pretty = useMemo(() => (body === null ? null : prettyBody(body)), [body]);
  return (
    <div>
      <div className="text-meta text-text-3">{title}</div>
      {pretty === null ? (
        <div className="text-text-3">{missing}</div>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-64 overflow-auto whitespace-pre-wrap rounded-sm bg-surface-0 p-2 font-mono text-meta [overflow-wrap:anywhere]"
        >
          {pretty.text}
          {pretty.cut > 0 ? `\n… ${pretty.cut} more characters` : ''}
        </pre>
      )}
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Readonly<Record<string, string>> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <div>
      <div className="text-meta text-text-3">{title}</div>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-3 font-mono text-meta">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{neutraliseText(name)}</dt>
            <dd dir="auto" className="[overflow-wrap:anywhere]">
              {neutraliseText(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
