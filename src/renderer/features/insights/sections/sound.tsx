import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatLatency } from '#shared/logic/format.ts';
import type { SoundAnswer, SoundFigureId } from '#shared/model/insights/calls.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered, Choice } from '../answer.tsx';
import { msTick, percent } from '../figures/estimate.ts';
import { EstimateFigure, type EstimateLine } from '../figures/estimate-figure.tsx';
import { ShareFigure } from '../figures/share-figure.tsx';
import type { Behind } from '../insights-address.ts';
import { callsBy, usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, moreWords } from '../words.ts';

const names: Record<SoundFigureId, string> = {
  overlaps: 'Overlaps',
  'barge-ins': 'Barge-ins',
  'agent-over-caller': 'Agent over caller',
  'dead-airs': 'Dead air, times',
  'dead-air-ms': 'Dead air, length',
  'hold-ms': 'Hold on the line',
  monologues: 'Monologues',
  'talk-ratio': 'Agent’s share of speech',
  'silence-share': 'Silence',
};
const shares = new Set<SoundFigureId>(['talk-ratio', 'silence-share']);
const times = new Set<SoundFigureId>(['dead-air-ms', 'hold-ms']);

/** How a figure of the sound is written. */
export function soundText(id: SoundFigureId): { value: (value: number) => string; tick: (value: number) => string } {
  if (shares.has(id)) return { value: percent, tick: percent };
  if (times.has(id)) return { value: formatLatency, tick: msTick };
  const plain = (value: number): string => value.toFixed(value !== 0 && value < 10 ? 2 : 1);
  return { value: plain, tick: (value) => String(Math.round(value * 100) / 100) };
}

interface SoundLine extends EstimateLine {
  median: number | null;
  most: number | null;
}

/** What is heard between the parties: overlaps, dead air, who talks. */
export function SoundSection() {
  const { place, filter } = usePage();
  const [id, setId] = useState<SoundFigureId>('overlaps');
  const by = callsBy(place.by);
  const sound = useQuery({
    ...orpc.insights.sound.queryOptions({ input: { filter, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Choice
        label="Figure"
        value={id}
        options={(Object.keys(names) as SoundFigureId[]).map((each) => [each, names[each]] as const)}
        onChange={setId}
      />
      <Answered of={sound} minPx={240}>
        {(answer, stale) => <Sound answer={answer} id={id} stale={stale} />}
      </Answered>
    </>
  );
}

function Sound({ answer, id, stale }: { answer: SoundAnswer; id: SoundFigureId; stale: boolean }) {
  const { open } = usePage();
  const text = soundText(id);
  const found = answer.groups.flatMap(({ group, figures }) => {
    const figure = figures.find((each) => each.id === id);
    return figure === undefined || figure.n === 0 ? [] : [{ group, figure, label: groupLabel(answer.by, group) }];
  });
  const shown = found.slice(0, 20);
  const definition = found[0]?.figure.definition;
  const behind = (key: string, label: string): Behind => ({
    of: 'calls',
    title: `${label}, ${names[id].toLowerCase()}`,
    by: answer.by,
    key,
    pick: { kind: 'sound', figure: id },
  });
  const known = found.reduce((total, { figure }) => total + figure.n, 0);
  const more = answer.moreGroups + found.length - shown.length;
  const note = `Known of ${counted(known, 'call')} in ${found.length} groups${more > 0 ? `; ${moreWords(answer.by, more)}` : ''}`;
  const empty =
    found.length === 0
      ? 'The sound of these calls does not tell: it needs recordings, some with a channel for each party.'
      : null;
  const terms = definition === undefined ? undefined : <Terms of={[definition]} />;
  const by = groupNames[answer.by].toLowerCase();
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      <EstimateFigure<SoundLine>
        title={`${names[id]} by ${by}, mean per call`}
        note={note}
        terms={terms}
        name={groupNames[answer.by]}
        unit={shares.has(id) ? 'mean share of a call' : times.has(id) ? 'mean per call, ms' : 'mean per call'}
        valueName="Mean"
        valueText={text.value}
        tickText={text.tick}
        lines={shown.map(({ group, figure, label }) => ({
          id: group.key,
          label,
          estimate: figure.mean,
          basis: counted(figure.n, 'call'),
          median: figure.median,
          most: figure.most,
          caution: figure.mean?.low == null ? 'too few calls for an interval' : null,
          onOpen: () => open(behind(group.key, label)),
        }))}
        columns={[
          {
            head: 'Median',
            value: ({ median }) => median,
            text: ({ median }) => (median === null ? '–' : text.value(median)),
            number: true,
          },
          {
            head: 'Most',
            value: ({ most }) => most,
            text: ({ most }) => (most === null ? '–' : text.value(most)),
            number: true,
          },
        ]}
        hint="Press a line for its calls, those with the most first."
        empty={empty}
        stale={stale}
      />
      {shares.has(id) ? null : (
        <ShareFigure
          title={`Calls with any, by ${by}`}
          note={`${names[id]}: ${note.charAt(0).toLowerCase()}${note.slice(1)}`}
          terms={terms}
          name={groupNames[answer.by]}
          unit="share of calls it is known of"
          of="calls"
          lines={shown.flatMap(({ group, figure, label }) =>
            figure.any === null
              ? []
              : [{ id: group.key, label, share: figure.any, onOpen: () => open(behind(group.key, label)) }],
          )}
          hint="Press a line for its calls."
          empty={empty}
          stale={stale}
        />
      )}
    </div>
  );
}
