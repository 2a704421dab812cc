import { useMemo } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { splitRedacted, type ToolPart, toolParts } from '#shared/logic/tool-call.ts';
import type { ToolCall } from '#shared/model/turn.ts';
import { Button } from '../../../ui/button.tsx';

/** A text is shown so far at first, characters. */
export const FIRST_CHARS = 20_000;
/** No more than this is added at once: laying out megabytes would stop the page. */
const MORE_CHARS = 400_000;

export interface ToolDetailsProps {
  call: ToolCall;
  shownChars: ReadonlyMap<string, number> | undefined;
  onShowMore: (field: string, upTo: number) => void;
}

/** Everything that was sent with a tool call and came back. */
export function ToolDetails({ call, shownChars, onShowMore }: ToolDetailsProps) {
  const parts = useMemo(() => toolParts(call), [call]);
  const missing = [
    ...(call.requestBody === null ? ['No request body was reported.'] : []),
    ...(call.responseBody === null
      ? [call.hasResult ? 'No response body was reported.' : 'The vendor reported no result for this call.']
      : []),
  ];
  return (
    <div className="mb-2 ml-5 flex flex-col gap-2 border-l border-line pl-3">
      {call.error === null ? null : (
        <div className="text-meta text-text-3">
          Error as sent: <span className="font-mono text-bad">{neutraliseText(call.error)}</span>
        </div>
      )}
      {parts.map((part) => (
        <Part
          key={part.field}
          part={part}
          shown={shownChars?.get(part.field) ?? FIRST_CHARS}
          onShowMore={(upTo) => onShowMore(part.field, upTo)}
        />
      ))}
      {missing.map((sentence) => (
        <div key={sentence} className="text-text-3">
          {sentence}
        </div>
      ))}
    </div>
  );
}

function Part({ part, shown, onShowMore }: { part: ToolPart; shown: number; onShowMore: (upTo: number) => void }) {
  const left = part.text.length - shown;
  const isBody = part.field === 'request' || part.field === 'response';
  return (
    <div>
      <div className="text-meta text-text-3">
        {part.title}
        {isBody && !part.json ? ' (text as received, not JSON)' : ''}
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        data-find={part.field}
        className="max-h-64 overflow-auto whitespace-pre-wrap rounded-sm bg-surface-0 p-2 font-mono text-meta [overflow-wrap:anywhere]"
      >
        {splitRedacted(left > 0 ? part.text.slice(0, shown) : part.text).map((run) =>
          run.redacted ? (
            <span
              key={run.start}
              title="The vendor removed this value"
              className="rounded-sm border border-line-strong border-dashed px-0.5 text-text-3 italic"
            >
              {run.text}
            </span>
          ) : (
            run.text
          ),
        )}
      </pre>
      {left > 0 ? (
        <Button size="sm" className="mt-1" onClick={() => onShowMore(shown + Math.min(left, MORE_CHARS))}>
          {left > MORE_CHARS
            ? `Show ${formatCount(MORE_CHARS)} of ${formatCount(left)} more characters`
            : `Show all, ${formatCount(left)} more characters`}
        </Button>
      ) : null}
    </div>
  );
}
