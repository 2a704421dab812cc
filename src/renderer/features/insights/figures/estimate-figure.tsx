import type { Estimate } from '#shared/model/insights/common.ts';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { EstimateRows } from '../charts/estimate-rows.tsx';
import { type Column, tableOf } from '../charts/table-data.ts';
import { estimateWords, intervalText, signed } from './estimate.ts';

/** A figure with its interval, and what it rests on. */
export interface EstimateLine {
  id: string;
  label: string;
  estimate: Estimate | null;
  /** How much it rests on: `512 turns`. */
  basis: string;
  /** Text colour class; absent = neutral. */
  tone?: string;
  caution?: string | null;
  onOpen: (() => void) | null;
}

/** Figures with their intervals as dots and lines; `around` zero for differences. */
export function EstimateFigure<T extends EstimateLine>({
  name,
  unit,
  valueName,
  lines,
  columns = [],
  around = false,
  valueText,
  tickText,
  hint,
  ...frame
}: FigureFrame & {
  /** What a line is: `Version`. */
  name: string;
  unit: string;
  /** What the dot is: `Mean`. */
  valueName: string;
  lines: readonly T[];
  /** More columns of the table behind it. */
  columns?: readonly Column<T>[];
  around?: boolean;
  valueText: (value: number) => string;
  tickText: (value: number) => string;
  hint: string;
}) {
  const written = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : around ? signed(value, valueText) : valueText(value);
  const own: Column<T>[] = [
    { head: name, value: ({ label }) => label },
    { head: 'Rests on', value: ({ basis }) => basis },
    {
      head: valueName,
      value: ({ estimate }) => estimate?.value ?? null,
      text: ({ estimate }) => written(estimate?.value),
      number: true,
    },
    {
      head: `${valueName} from`,
      value: ({ estimate }) => estimate?.low ?? null,
      text: ({ estimate }) => written(estimate?.low),
      number: true,
    },
    {
      head: `${valueName} to`,
      value: ({ estimate }) => estimate?.high ?? null,
      text: ({ estimate }) => written(estimate?.high),
      number: true,
    },
  ];
  return (
    <ChartFrame {...frame} table={tableOf([...own, ...columns], lines)}>
      {(width) => (
        <EstimateRows
          label={frame.title}
          width={width}
          around={around}
          rows={lines.map((line) => ({
            id: line.id,
            label: line.label,
            value: line.estimate?.value ?? null,
            low: line.estimate?.low ?? null,
            high: line.estimate?.high ?? null,
            tone: line.tone ?? 'text-text-1',
            figures: [
              written(line.estimate?.value),
              ...(width < 480 ? [] : [intervalText(line.estimate, (value) => written(value))]),
            ],
            says: [
              line.label,
              estimateWords(valueName.toLowerCase(), line.estimate, (value) => written(value)),
              line.basis,
              ...(line.caution == null ? [] : [line.caution]),
            ].join(' · '),
            faint: line.estimate === null,
            onOpen: line.onOpen,
          }))}
          unit={unit}
          tickText={tickText}
          figureHeads={[valueName, ...(width < 480 ? [] : ['95\u202f% interval'])]}
          hint={hint}
        />
      )}
    </ChartFrame>
  );
}
