import type { CompareVersionsAnswer, MetricComparison } from '#shared/model/insights/comparison.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Term } from '../call/pane/term.tsx';
import { ChartFrame } from './charts/chart-frame.tsx';
import { EstimateRows } from './charts/estimate-rows.tsx';
import { tableOf } from './charts/table-data.ts';
import { intervalText, msTick, signed } from './figures/estimate.ts';
import { metricText, sideBasis, unitText, verdictText } from './metric-words.ts';
import { usePage } from './page-context.ts';
import { chanceWords } from './words.ts';

const toneOf = ({ verdict, better }: MetricComparison): string =>
  verdict !== 'higher' && verdict !== 'lower'
    ? 'text-text-3'
    : better === null
      ? 'text-text-1'
      : better
        ? 'text-ok'
        : 'text-bad';

const shapeOf = ({ verdict, better }: MetricComparison) =>
  verdict !== 'higher' && verdict !== 'lower' ? 'dash' : better === null ? 'diamond' : better ? 'disc' : 'triangle';

/** The figures of two versions, their differences with intervals around zero, and what each came to. */
export function ComparisonTable({ answer, stale }: { answer: CompareVersionsAnswer; stale: boolean }) {
  const openTurns = useOpenTurns(answer);
  const lengths = answer.metrics.filter(
    ({ unit, measure, difference }) => unit === 'ms' && measure !== null && difference !== null,
  );
  return (
    <div className="flex flex-col gap-6">
      <ChartFrame
        title="Differences in latency, B minus A"
        note="Each with its 95 % interval, calls drawn as a whole; right of zero: longer in B"
        empty={lengths.length === 0 ? 'Too few calls to tell any of them.' : null}
        stale={stale}
        table={comparisonData(answer)}
      >
        {(width) => (
          <EstimateRows
            label="Differences in latency, B minus A"
            width={width}
            around
            rows={lengths.map((metric) => ({
              id: metric.id,
              label: metricText(metric.id),
              value: metric.difference?.value ?? null,
              low: metric.difference?.low ?? null,
              high: metric.difference?.high ?? null,
              tone: toneOf(metric),
              figures: [signed(metric.difference?.value ?? null, unitText('ms')), verdictText(metric)],
              says: `${metricText(metric.id)} · ${signed(metric.difference?.value ?? null, unitText('ms'))} (${intervalText(metric.difference, (value) => signed(value, unitText('ms')))}) · ${verdictText(metric)} · A ${sideBasis(metric.unitsOf, metric.a)}, B ${sideBasis(metric.unitsOf, metric.b)}`,
              onOpen: metric.measure === null ? null : () => openTurns(metric, 'b'),
            }))}
            unit="difference, ms"
            tickText={msTick}
            figureHeads={['Difference', 'Verdict']}
            hint="Press a line for the turns of B behind it."
          />
        )}
      </ChartFrame>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard. */}
      <section aria-label="All figures" tabIndex={0} className={cx('overflow-x-auto', stale && 'opacity-60')}>
        <table className="w-full border-collapse">
          <thead className="text-left text-text-2">
            <tr className="border-line border-b">
              {['Figure', 'A', 'B', 'B minus A', 'Around zero', 'Chance alone', 'Verdict', 'Turns'].map((head, i) => (
                <th
                  key={head}
                  scope="col"
                  className={cx('px-2 py-1 align-bottom font-normal first:pl-0', i > 0 && i < 4 && 'text-right')}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.metrics.map((metric) => (
              <MetricRow key={metric.id} metric={metric} onTurns={openTurns} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function useOpenTurns(answer: CompareVersionsAnswer) {
  const { open } = usePage();
  return (metric: MetricComparison, side: 'a' | 'b'): void => {
    if (metric.measure === null) return;
    const { version, key } = answer[side];
    open({
      of: 'turns',
      title: `${answer.agentName} ${version ?? 'without a version'}, ${metricText(metric.id).toLowerCase()}`,
      by: 'version',
      key,
      measure: metric.measure,
      pick: { kind: 'with' },
      period: null,
    });
  };
}

function MetricRow({
  metric,
  onTurns,
}: {
  metric: MetricComparison;
  onTurns: (metric: MetricComparison, side: 'a' | 'b') => void;
}) {
  const format = unitText(metric.unit);
  const name = metricText(metric.id);
  const plus = (value: number): string => signed(value, format);
  return (
    <tr className="border-line border-b hover:bg-surface-3">
      <th scope="row" className="py-1 pr-2 text-left font-normal">
        <Term of={metric.definition}>{name}</Term>
      </th>
      {(['a', 'b'] as const).map((side) => (
        <td key={side} className="whitespace-nowrap px-2 py-1 text-right">
          {metric[side].value === null ? '–' : format(metric[side].value)}
          <span className="block text-meta text-text-3">{sideBasis(metric.unitsOf, metric[side])}</span>
        </td>
      ))}
      <td className={cx('whitespace-nowrap px-2 py-1 text-right', toneOf(metric))}>
        {signed(metric.difference?.value ?? null, format)}
        <span className="block text-meta text-text-3">{intervalText(metric.difference, plus)}</span>
      </td>
      <td className={cx('px-2 py-1', toneOf(metric))}>
        <AroundZero metric={metric} />
      </td>
      <td className="whitespace-nowrap px-2 py-1 text-text-2">{chanceWords(metric.pAdjusted)}</td>
      <td className="px-2 py-1">
        <span className="inline-flex items-center gap-1.5">
          <StatusShape
            shape={shapeOf(metric)}
            tone={
              metric.verdict !== 'higher' && metric.verdict !== 'lower'
                ? 'neutral'
                : metric.better === null
                  ? 'neutral'
                  : metric.better
                    ? 'ok'
                    : 'bad'
            }
          />
          {verdictText(metric)}
        </span>
        {metric.why === null ? null : <span className="block text-meta text-text-3">{metric.why}</span>}
      </td>
      <td className="whitespace-nowrap px-2 py-1">
        {metric.measure === null ? (
          <span className="text-text-3">–</span>
        ) : (
          (['a', 'b'] as const).map((side) => (
            <Button
              key={side}
              size="sm"
              variant="ghost"
              aria-label={`Turns of ${side.toUpperCase()} behind ${name}`}
              onClick={() => onTurns(metric, side)}
            >
              {side.toUpperCase()}
            </Button>
          ))
        )}
      </td>
    </tr>
  );
}

const WIDTH = 140;
const MIDDLE = 9;

/** The interval around zero, each row on a scale of its own. Decorative: the numbers stand beside it. */
function AroundZero({ metric: { difference } }: { metric: MetricComparison }) {
  if (difference === null) return null;
  const { value, low, high } = difference;
  const reach = Math.max(...[value, low, high].map((each) => Math.abs(each ?? 0))) * 1.08 || 1;
  const x = (at: number): number => WIDTH / 2 + (at / reach) * (WIDTH / 2 - 4);
  return (
    <svg aria-hidden="true" width={WIDTH} height={18} className="block">
      <line x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} className="stroke-line" />
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1={1} y2={17} className="stroke-line-strong" />
      {low === null || high === null ? null : (
        <line x1={x(low)} x2={x(high)} y1={MIDDLE} y2={MIDDLE} strokeWidth={3} stroke="currentColor" />
      )}
      <circle cx={x(value)} cy={MIDDLE} r={4} fill="currentColor" className="stroke-surface-1" />
    </svg>
  );
}

/** All figures of a comparison as a table for other programs. */
export function comparisonData({ metrics }: CompareVersionsAnswer) {
  const side = (of: 'a' | 'b') => [
    { head: `${of.toUpperCase()}`, value: (metric: MetricComparison) => metric[of].value, number: true },
    { head: `${of.toUpperCase()} calls`, value: (metric: MetricComparison) => metric[of].calls, number: true },
    { head: `${of.toUpperCase()} n`, value: (metric: MetricComparison) => metric[of].units, number: true },
  ];
  return tableOf<MetricComparison>(
    [
      { head: 'Figure', value: ({ id }) => metricText(id) },
      { head: 'Unit', value: ({ unit }) => unit },
      { head: 'n counts', value: ({ unitsOf }) => unitsOf },
      ...side('a'),
      ...side('b'),
      { head: 'B minus A', value: ({ difference }) => difference?.value ?? null, number: true },
      { head: 'From', value: ({ difference }) => difference?.low ?? null, number: true },
      { head: 'To', value: ({ difference }) => difference?.high ?? null, number: true },
      { head: 'p', value: ({ p }) => p, number: true },
      { head: 'p adjusted', value: ({ pAdjusted }) => pAdjusted, number: true },
      { head: 'Verdict', value: (metric) => verdictText(metric) },
      { head: 'Note', value: ({ why }) => why, text: ({ why }) => why ?? '' },
    ],
    metrics,
  );
}
