import { BookOpen } from 'lucide-react';
import { memo, useState } from 'react';
import { formatClock, formatCount } from '#shared/logic/format.ts';
import { ruleTitle } from '#shared/logic/lint/lint-call.ts';
import { noFindingReason } from '#shared/logic/timing-words.ts';
import type { Finding, FindingSeverity } from '#shared/model/finding.ts';
import { type Shape, StatusShape, type Tone } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { useSession } from '../session.ts';
import { showDefinitions } from './definition-store.ts';

const looks: Record<FindingSeverity, { shape: Shape; tone: Tone; word: string }> = {
  error: { shape: 'triangle', tone: 'bad', word: 'Cannot be' },
  warning: { shape: 'square', tone: 'slow', word: 'Contradiction' },
  info: { shape: 'ring', tone: 'neutral', word: 'For information' },
};

/** So many are listed at first: a call can have a finding at each of a thousand turns. */
const atFirst = 20;

/** What the linter found in this call. Each goes to its turn, and to the definition that says why. */
export const FindingList = memo(function FindingList({ current }: { current: number }) {
  const { findings, timing, turns } = useSession();
  const [all, setAll] = useState(false);
  const listed = all ? findings : findings.slice(0, atFirst);
  return (
    <section aria-labelledby="call-findings" className="flex flex-col gap-2 border-line border-t pt-4">
      <h2 id="call-findings" className="flex items-baseline justify-between gap-2 whitespace-nowrap font-strong">
        <span>
          Findings <span className="font-normal text-text-3">{formatCount(findings.length)}</span>
        </span>
        {findings.length === 0 ? null : (
          <span className="flex items-center gap-1.5 font-normal text-meta text-text-3">
            next <ActionKbd action="latency.finding-next" />
          </span>
        )}
      </h2>
      {findings.length === 0 ? <p className="text-text-2">{noFindingReason(turns, timing)}</p> : null}
      <ol className="flex flex-col">
        {listed.map((finding) => (
          <li key={`${finding.position} ${finding.rule} ${finding.message}`}>
            <FindingRow finding={finding} current={finding.position === current} />
          </li>
        ))}
      </ol>
      {listed.length < findings.length ? (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          Show all {formatCount(findings.length)}
        </Button>
      ) : null}
    </section>
  );
});

function FindingRow({ finding, current }: { finding: Finding; current: boolean }) {
  const { actions, turns } = useSession();
  const { shape, tone, word } = looks[finding.severity];
  const title = ruleTitle(finding.rule);
  return (
    <div className={cx('flex items-start rounded-sm', current && 'bg-surface-2')}>
      <button
        type="button"
        onClick={() => actions.goToTurn(finding.position)}
        className="grid min-w-0 flex-1 grid-cols-[0.75rem_minmax(0,1fr)] gap-x-2 rounded-sm px-1 py-1 text-left hover:bg-surface-3"
      >
        <StatusShape shape={shape} tone={tone} className="mt-1" />
        <span className="flex items-baseline justify-between gap-2">
          <span className="font-strong">
            <span className="sr-only">{word}: </span>
            {title}
          </span>
          <span className="shrink-0 text-text-3">
            turn {finding.position + 1} · {formatClock(turns[finding.position]?.startMs ?? null)}
          </span>
        </span>
        <span className="col-start-2">{finding.message}</span>
        <span className="col-start-2 text-text-3">{finding.lookAt}</span>
      </button>
      <IconButton
        size="sm"
        side="left"
        className="mt-0.5"
        label={`Definition behind “${title}”`}
        icon={<BookOpen />}
        onClick={() => showDefinitions(finding.definition)}
      />
    </div>
  );
}
