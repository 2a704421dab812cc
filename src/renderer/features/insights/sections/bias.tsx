import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatLatency } from '#shared/logic/format.ts';
import type { BiasAnswer } from '#shared/model/insights/latency.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered } from '../answer.tsx';
import { msTick } from '../figures/estimate.ts';
import { EstimateFigure, type EstimateLine } from '../figures/estimate-figure.tsx';
import { ShareFigure } from '../figures/share-figure.tsx';
import type { Behind } from '../insights-address.ts';
import { usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, moreWords } from '../words.ts';

interface BiasLine extends EstimateLine {
  reportedMs: number | null;
  measuredMs: number | null;
}

/** How far the vendor's totals lie from what is heard. */
export function BiasSection() {
  const { place, filter } = usePage();
  const bias = useQuery({
    ...orpc.insights.bias.queryOptions({ input: { filter, by: place.by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Answered of={bias} minPx={240}>
      {(answer, stale) => <Bias answer={answer} stale={stale} />}
    </Answered>
  );
}

function Bias({ answer, stale }: { answer: BiasAnswer; stale: boolean }) {
  const { open } = usePage();
  const groups = answer.groups.filter(({ n }) => n > 0).slice(0, 20);
  const behind = (key: string, title: string): Extract<Behind, { of: 'turns' }> => ({
    of: 'turns',
    title,
    by: answer.by,
    key,
    measure: 'difference',
    pick: { kind: 'with' },
    period: null,
  });
  const without = answer.groups.length - groups.length;
  const note = `Over turns that have both${without > 0 ? `; ${without} groups have none, or are smaller` : ''}${answer.moreGroups > 0 ? `; ${moreWords(answer.by, answer.moreGroups)}` : ''}`;
  const empty = groups.length === 0 ? 'No turn has both a reported total and a measured gap. Coverage says why.' : null;
  const by = groupNames[answer.by].toLowerCase();
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      <EstimateFigure<BiasLine>
        title={`Measured minus reported by ${by}, median`}
        note={note}
        terms={<Terms of={['reporting_bias', 'residual']} />}
        name={groupNames[answer.by]}
        unit="measured minus reported, ms"
        valueName="Median"
        around
        valueText={formatLatency}
        tickText={msTick}
        lines={groups.map(({ group, n, nCalls, median, reportedMs, measuredMs }) => {
          const label = groupLabel(answer.by, group);
          const clear = median !== null && Math.abs(median.value) > answer.toleranceMs;
          return {
            id: group.key,
            label,
            estimate: median,
            reportedMs,
            measuredMs,
            basis: `${counted(n, 'turn')} of ${counted(nCalls, 'call')}; medians: reported ${formatLatency(reportedMs)}, measured ${formatLatency(measuredMs)}`,
            tone: clear ? 'text-bad' : 'text-text-1',
            caution: median?.low == null ? 'too few calls for an interval' : null,
            onOpen: () => open(behind(group.key, `${label}, measured minus reported`)),
          };
        })}
        columns={[
          {
            head: 'Reported median, ms',
            value: ({ reportedMs }) => reportedMs,
            text: ({ reportedMs }) => formatLatency(reportedMs),
            number: true,
          },
          {
            head: 'Measured median, ms',
            value: ({ measuredMs }) => measuredMs,
            text: ({ measuredMs }) => formatLatency(measuredMs),
            number: true,
          },
        ]}
        hint="Right of zero: callers waited longer than reported. Press a line for its turns."
        empty={empty}
        stale={stale}
      />
      <ShareFigure
        title={`Turns further apart than ${formatLatency(answer.toleranceMs)} by ${by}`}
        note={note}
        terms={<Terms of={['reporting_bias']} />}
        name={groupNames[answer.by]}
        unit="share of turns with both"
        of="turns"
        fill="fill-slow"
        lines={groups.map(({ group, beyondTolerance }) => {
          const label = groupLabel(answer.by, group);
          return {
            id: group.key,
            label,
            share: beyondTolerance,
            onOpen: () =>
              open({
                ...behind(group.key, `${label}, reported and measured apart`),
                pick: { kind: 'beyond-tolerance' },
              }),
          };
        })}
        hint="The tolerance is in the settings. Press a line for its turns."
        empty={empty}
        stale={stale}
      />
    </div>
  );
}
