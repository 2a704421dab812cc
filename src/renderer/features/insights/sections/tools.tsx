import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount, formatLatency } from '#shared/logic/format.ts';
import type { ToolsAnswer } from '#shared/model/insights/calls.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered, Choice } from '../answer.tsx';
import { msTick } from '../figures/estimate.ts';
import { EstimateFigure, type EstimateLine } from '../figures/estimate-figure.tsx';
import { ShareFigure } from '../figures/share-figure.tsx';
import type { Behind } from '../insights-address.ts';
import { callsBy, usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, moreWords } from '../words.ts';

type ToolGroup = ToolsAnswer['tools'][number];

interface ToolLine extends EstimateLine {
  tool: ToolGroup;
}

const SHOWN = 20;

/** Which tools fail, how long they take, and how long callers wait with them. */
export function ToolsSection() {
  const { place, filter } = usePage();
  const by = callsBy(place.by);
  const tools = useQuery({
    ...orpc.insights.tools.queryOptions({ input: { filter, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Answered of={tools} minPx={240}>
      {(answer, stale) => <Tools answer={answer} stale={stale} />}
    </Answered>
  );
}

function Tools({ answer, stale }: { answer: ToolsAnswer; stale: boolean }) {
  const { open } = usePage();
  const [failure, setFailure] = useState<'failed' | 'timeout'>('failed');
  const labelOf = ({ tool, group }: ToolGroup): string =>
    answer.by === 'all' ? tool : `${tool} · ${groupLabel(answer.by, group)}`;
  const idOf = ({ tool, group }: ToolGroup): string => `${group.key} ${tool}`;
  const shareOf = (each: ToolGroup) => (failure === 'failed' ? each.errors : each.timeouts);
  const behind = (each: ToolGroup, outcome: 'any' | 'failed' | 'timeout'): Behind => ({
    of: 'calls',
    title: `${labelOf(each)}${outcome === 'any' ? '' : outcome === 'failed' ? ', failed' : ', timed out'}`,
    by: answer.by,
    key: each.group.key,
    pick: { kind: 'tool', tool: each.tool, outcome },
  });
  const worst = answer.tools.toSorted((a, b) => shareOf(b).k - shareOf(a).k || b.n - a.n).slice(0, SHOWN);
  const slowest = answer.tools.toSorted((a, b) => (b.p50?.value ?? -1) - (a.p50?.value ?? -1)).slice(0, SHOWN);
  const total = answer.tools.reduce((sum, { n }) => sum + n, 0);
  const left = answer.tools.length - Math.min(SHOWN, answer.tools.length);
  const note = `n = ${counted(total, 'tool call')}${left > 0 ? `; ${formatCount(left)} more lines are not drawn` : ''}${answer.moreGroups > 0 ? `; ${moreWords(answer.by, answer.moreGroups)}` : ''}`;
  const empty = answer.tools.length === 0 ? 'No tool was called in these calls.' : null;
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      <ShareFigure
        title={failure === 'failed' ? 'Tool calls that failed' : 'Tool calls that timed out'}
        note={note}
        terms={<Terms of={[failure === 'failed' ? 'tool_error' : 'tool_timeout']} />}
        controls={
          <Choice
            label="Count"
            value={failure}
            options={[
              ['failed', 'all failures'],
              ['timeout', 'time-outs'],
            ]}
            onChange={setFailure}
          />
        }
        name="Tool"
        unit="share of tool calls"
        of="tool calls"
        fill="fill-bad"
        lines={worst.map((each) => ({
          id: idOf(each),
          label: labelOf(each),
          share: shareOf(each),
          onOpen: () => open(behind(each, failure)),
        }))}
        hint="Most failures first. Press a line for its calls."
        empty={empty}
        stale={stale}
      />
      <EstimateFigure<ToolLine>
        title="Time tools take, median"
        note={note}
        terms={<Terms of={['tool_time', 'gap_after_tool']} />}
        name="Tool"
        unit="tool time, ms"
        valueName="p50"
        valueText={formatLatency}
        tickText={msTick}
        lines={slowest.map((each) => ({
          id: idOf(each),
          label: labelOf(each),
          tool: each,
          estimate: each.p50,
          basis: `${counted(each.timed, 'tool call')} with a time, p95 ${formatLatency(each.p95)}; callers waited ${formatLatency(each.gaps.p50)} with it (${formatCount(each.gaps.n)} turns, ${each.gaps.source ?? 'no gap'}), ${formatLatency(each.gaps.withoutP50)} without a tool`,
          tone: 'text-tool',
          caution: each.p50?.low == null ? 'too few calls for an interval' : null,
          onOpen: () => open(behind(each, 'any')),
        }))}
        columns={[
          { head: 'p95, ms', value: ({ tool }) => tool.p95, text: ({ tool }) => formatLatency(tool.p95), number: true },
          {
            head: 'Most, ms',
            value: ({ tool }) => tool.most,
            text: ({ tool }) => formatLatency(tool.most),
            number: true,
          },
          {
            head: 'Gap with it p50, ms',
            value: ({ tool }) => tool.gaps.p50,
            text: ({ tool }) => formatLatency(tool.gaps.p50),
            number: true,
          },
          {
            head: 'Gap without p50, ms',
            value: ({ tool }) => tool.gaps.withoutP50,
            text: ({ tool }) => formatLatency(tool.gaps.withoutP50),
            number: true,
          },
        ]}
        hint="Slowest first. Press a line for its calls."
        empty={empty ?? (slowest.some(({ p50 }) => p50 !== null) ? null : 'No tool call says how long it took.')}
        stale={stale}
      />
    </div>
  );
}
