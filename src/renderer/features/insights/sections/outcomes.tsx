import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatLatency } from '#shared/logic/format.ts';
import type { OutcomesAnswer } from '#shared/model/insights/calls.ts';
import type { Estimate, Share } from '#shared/model/insights/common.ts';
import { statusLabel } from '../../../lib/call-words.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered } from '../answer.tsx';
import { intervalText, percent, signed } from '../figures/estimate.ts';
import { ShareFigure } from '../figures/share-figure.tsx';
import { callsBy, usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, moreWords } from '../words.ts';

/** How calls ended, and whether callers leave after a slow turn. */
export function OutcomesSection() {
  const { place, filter } = usePage();
  const by = callsBy(place.by);
  const whole = useQuery({
    ...orpc.insights.outcomes.queryOptions({ input: { filter, by: 'all' } }),
    placeholderData: keepPreviousData,
  });
  const grouped = useQuery({
    ...orpc.insights.outcomes.queryOptions({ input: { filter, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Answered of={whole} minPx={240}>
        {(answer, stale) => <Whole answer={answer} stale={stale} />}
      </Answered>
      <Answered of={grouped} minPx={240}>
        {(answer, stale) => <Groups answer={answer} stale={stale} />}
      </Answered>
    </>
  );
}

/** A plain part of a whole: all calls are there, so there is nothing to estimate. */
const part = (k: number, n: number): Share => ({ k, n, share: n === 0 ? null : k / n, low: null, high: null });

const pointsWords = (difference: Estimate | null): string =>
  difference === null
    ? 'one side has no turn, so there is no difference'
    : `difference ${signed(difference.value, percent)} (${intervalText(difference, (value) => signed(value, percent))})`;

function Whole({ answer, stale }: { answer: OutcomesAnswer; stale: boolean }) {
  const { open } = usePage();
  return answer.groups.map(({ group, calls, statuses, hangups }) => {
    const label = groupLabel(answer.by, group);
    const of = answer.groups.length > 1 ? ` of ${label}` : '';
    const gone = (slow: boolean) => () =>
      open({
        of: 'turns',
        title: `Caller hung up after ${slow ? 'a slow turn' : 'another turn'}`,
        by: answer.by,
        key: group.key,
        measure: 'measured',
        pick: { kind: 'gone', slow },
        period: null,
      });
    return (
      <div key={group.key} className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
        <ShareFigure
          title={`How calls${of} ended`}
          note={`n = ${counted(calls, 'call')}, by the vendor’s status`}
          terms={<Terms of={['outcome']} />}
          name="Status"
          unit="share of calls"
          of="calls"
          lines={statuses.slice(0, 16).map(({ status, n }) => ({
            id: status,
            label: statusLabel(status),
            share: part(n, calls),
            onOpen: () =>
              open({
                of: 'calls',
                title: `Calls that ended: ${statusLabel(status).toLowerCase()}`,
                by: answer.by,
                key: group.key,
                pick: { kind: 'status', status },
              }),
          }))}
          hint="Press a line for its calls."
          empty={statuses.length === 0 ? 'No call has a status.' : null}
          stale={stale}
        />
        <ShareFigure
          title={`Caller hung up without another word${of}`}
          note={`After turns above ${formatLatency(hangups.limitMs)} and after the others: ${pointsWords(hangups.difference)}; ${counted(hangups.unknown, 'turn')} without a gap in neither`}
          terms={<Terms of={['hangup_after_turn']} />}
          name="After"
          unit="share of agent turns"
          of="turns"
          lines={[
            { id: 'slow', label: 'Slow turns', share: hangups.afterSlow, onOpen: gone(true) },
            { id: 'others', label: 'Other turns', share: hangups.afterOthers, onOpen: gone(false) },
          ]}
          hint="Only the difference says something, and it is no proof of a cause. Press a line for its turns."
          empty={
            hangups.afterSlow.n + hangups.afterOthers.n === 0 ? 'No turn has a gap, so none is slow or not.' : null
          }
          stale={stale}
        />
      </div>
    );
  });
}

function Groups({ answer, stale }: { answer: OutcomesAnswer; stale: boolean }) {
  const { open } = usePage();
  const shown = answer.groups.slice(0, 20);
  const by = groupNames[answer.by].toLowerCase();
  const rest = answer.groups.length - shown.length + answer.moreGroups;
  const more = rest > 0 ? `; ${moreWords(answer.by, rest)}` : '';
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      <ShareFigure
        title={`Calls that failed, by ${by}`}
        note={`${counted(shown.length, 'group')}${more}`}
        terms={<Terms of={['outcome']} />}
        name={groupNames[answer.by]}
        unit="share of calls"
        of="calls"
        fill="fill-bad"
        lines={shown.map(({ group, calls, statusGroups }) => ({
          id: group.key,
          label: groupLabel(answer.by, group),
          share: statusGroups.find(({ statusGroup }) => statusGroup === 'failed')?.share ?? part(0, calls),
          onOpen: () =>
            open({
              of: 'calls',
              title: `${groupLabel(answer.by, group)}, failed calls`,
              by: answer.by,
              key: group.key,
              pick: { kind: 'status-group', statusGroup: 'failed' },
            }),
        }))}
        hint="Press a line for its calls."
        empty={shown.length === 0 ? 'No calls.' : null}
        stale={stale}
      />
      <ShareFigure
        title={`Hang-up after a slow turn, by ${by}`}
        note={`Of slow turns that answer the caller${more}`}
        terms={<Terms of={['hangup_after_turn']} />}
        name={groupNames[answer.by]}
        unit="share of slow turns"
        of="slow turns"
        fill="fill-slow"
        lines={shown
          .filter(({ hangups }) => hangups.afterSlow.n > 0)
          .map(({ group, hangups }) => ({
            id: group.key,
            label: groupLabel(answer.by, group),
            share: hangups.afterSlow,
            caution: hangups.difference?.low == null ? 'too few to hold against the others' : null,
            onOpen: () =>
              open({
                of: 'turns',
                title: `${groupLabel(answer.by, group)}, hang-up after a slow turn`,
                by: answer.by,
                key: group.key,
                measure: 'measured',
                pick: { kind: 'gone', slow: true },
                period: null,
              }),
          }))}
        hint="Press a line for its turns."
        empty={shown.some(({ hangups }) => hangups.afterSlow.n > 0) ? null : 'No turn is slow by the settings’ limit.'}
        stale={stale}
      />
    </div>
  );
}
