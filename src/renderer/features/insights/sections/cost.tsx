import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CostAnswer } from '#shared/model/insights/calls.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered } from '../answer.tsx';
import { EstimateFigure, type EstimateLine } from '../figures/estimate-figure.tsx';
import type { Behind } from '../insights-address.ts';
import { callsBy, usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, moreWords } from '../words.ts';

type CostGroup = CostAnswer['costs'][number];

interface CostLine extends EstimateLine {
  cost: CostGroup;
}

/** An amount with as many digits as it needs. */
export function moneyText(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size === 0 || size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

/** What calls cost, each currency by itself. */
export function CostSection() {
  const { place, filter } = usePage();
  const by = callsBy(place.by);
  const cost = useQuery({
    ...orpc.insights.cost.queryOptions({ input: { filter, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Answered of={cost} minPx={240}>
      {(answer, stale) => <Cost answer={answer} stale={stale} />}
    </Answered>
  );
}

function Cost({ answer, stale }: { answer: CostAnswer; stale: boolean }) {
  const { open } = usePage();
  const currencies = [...new Set(answer.costs.map(({ currency }) => currency))];
  if (currencies.length === 0) return <p className="py-4 text-text-2">No call has a cost.</p>;
  return currencies.map((currency) => {
    const groups = answer.costs.filter((each) => each.currency === currency);
    const shown = groups.slice(0, 20);
    const rest = groups.length - shown.length + answer.moreGroups;
    const unit = currency ?? 'currency not said';
    const note = `n = ${counted(
      groups.reduce((sum, { n }) => sum + n, 0),
      'call',
    )} with a cost, ${counted(answer.without, 'call')} without${rest > 0 ? `; ${moreWords(answer.by, rest)}` : ''}`;
    const behind = ({ group }: CostGroup): Behind => ({
      of: 'calls',
      title: `${groupLabel(answer.by, group)}, cost in ${unit}`,
      by: answer.by,
      key: group.key,
      pick: { kind: 'cost', currency },
    });
    const lineOf = (each: CostGroup): Omit<CostLine, 'estimate' | 'basis'> => ({
      id: each.group.key,
      label: groupLabel(answer.by, each.group),
      cost: each,
      onOpen: () => open(behind(each)),
    });
    const by = groupNames[answer.by].toLowerCase();
    const common = {
      note,
      name: groupNames[answer.by],
      valueText: moneyText,
      tickText: (value: number) => String(Math.round(value * 10_000) / 10_000),
      hint: 'Press a line for its calls, dearest first.',
      empty: null,
      stale,
    };
    return (
      <div key={currency ?? ''} className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
        <EstimateFigure<CostLine>
          {...common}
          title={`Cost per call by ${by}, ${unit}`}
          terms={<Terms of={['cost_per_call']} />}
          unit={`mean cost per call, ${unit}`}
          valueName="Mean"
          lines={shown.map((each) => ({
            ...lineOf(each),
            estimate: each.perCall,
            basis: `${counted(each.n, 'call')}, ${moneyText(each.total)} in all`,
            caution: each.perCall.low === null ? 'too few calls for an interval' : null,
          }))}
          columns={[
            {
              head: `Total, ${unit}`,
              value: ({ cost }) => cost.total,
              text: ({ cost }) => moneyText(cost.total),
              number: true,
            },
          ]}
        />
        <EstimateFigure<CostLine>
          {...common}
          title={`Cost per minute by ${by}, ${unit}`}
          terms={<Terms of={['cost_per_minute']} />}
          unit={`cost per minute, ${unit}`}
          valueName="Per minute"
          lines={shown.map((each) => ({
            ...lineOf(each),
            estimate: each.perMinute.value === null ? null : { value: each.perMinute.value, low: null, high: null },
            basis: `${counted(each.perMinute.n, 'call')}, ${each.perMinute.minutes.toFixed(1)} minutes`,
          }))}
          columns={[
            {
              head: 'Minutes',
              value: ({ cost }) => cost.perMinute.minutes,
              text: ({ cost }) => cost.perMinute.minutes.toFixed(1),
              number: true,
            },
          ]}
        />
      </div>
    );
  });
}
