import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { CoverageAnswer } from '#shared/model/insights/calls.ts';
import type { Share } from '#shared/model/insights/common.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered } from '../answer.tsx';
import { ShareFigure, type ShareLine } from '../figures/share-figure.tsx';
import type { Behind } from '../insights-address.ts';
import { callsBy, usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, moreWords, whyWords } from '../words.ts';

type CoverageGroup = CoverageAnswer['groups'][number];
const part = (k: number, n: number): Share => ({ k, n, share: n === 0 ? null : k / n, low: null, high: null });

/** How many turns have which number, and why the others do not. */
export function CoverageSection() {
  const { place, filter } = usePage();
  const by = callsBy(place.by);
  const whole = useQuery({
    ...orpc.insights.coverage.queryOptions({ input: { filter, by: 'all' } }),
    placeholderData: keepPreviousData,
  });
  const grouped = useQuery({
    ...orpc.insights.coverage.queryOptions({ input: { filter, by } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Answered of={whole} minPx={300}>
        {(answer, stale) =>
          answer.groups.map((group) => <Whole key={group.group.key} answer={answer} group={group} stale={stale} />)
        }
      </Answered>
      <Answered of={grouped} minPx={240}>
        {(answer, stale) => <Groups answer={answer} stale={stale} />}
      </Answered>
    </>
  );
}

function Whole({ answer, group, stale }: { answer: CoverageAnswer; group: CoverageGroup; stale: boolean }) {
  const { open } = usePage();
  const { key } = group.group;
  const of = answer.groups.length > 1 ? ` of ${groupLabel(answer.by, group.group)}` : '';
  const turns =
    (title: string, measure: 'reported' | 'measured', pick: Extract<Behind, { of: 'turns' }>['pick']) => () =>
      open({ of: 'turns', title, by: answer.by, key, measure, pick, period: null });
  const lacks = (title: string, what: 'details' | 'index' | 'recording' | 'analysis') => () =>
    open({ of: 'calls', title, by: answer.by, key, pick: { kind: 'lacks', what } });
  const numbers: ShareLine[] = [
    {
      id: 'reported',
      label: 'Reported total',
      share: part(group.reported.n, group.turns),
      onOpen: turns('Turns with a reported total', 'reported', { kind: 'with' }),
    },
    {
      id: 'measured',
      label: 'Measured gap',
      share: part(group.measured.n, group.turns),
      onOpen: turns('Turns with a measured gap', 'measured', { kind: 'with' }),
    },
    { id: 'difference', label: 'Both', share: part(group.difference.n, group.turns), onOpen: null },
    ...group.stages.map(({ stage, n }) => ({
      id: stage,
      label: stageNames[stage],
      share: part(n, group.turns),
      onOpen: null,
    })),
  ];
  const calls: ShareLine[] = [
    {
      id: 'details',
      label: 'Calls with details',
      share: part(group.detailed, group.calls),
      onOpen: lacks('Calls without details', 'details'),
    },
    {
      id: 'index',
      label: 'Turns read in',
      share: part(group.indexed, group.calls),
      onOpen: lacks('Calls whose turns are not read in', 'index'),
    },
    {
      id: 'recording',
      label: 'Recording on this disk',
      share: part(group.recordings, group.calls),
      onOpen: lacks('Calls without a recording here', 'recording'),
    },
    {
      id: 'analysis',
      label: 'Sound measured',
      share: part(group.analysed, group.calls),
      onOpen: lacks('Calls whose sound was not measured', 'analysis'),
    },
  ];
  const missing = (measure: 'reported' | 'measured'): ShareLine[] =>
    group[measure].missing.map(({ why, n }) => ({
      id: why,
      label: whyWords[why],
      share: part(n, group.turns),
      onOpen: turns(
        `No ${measure === 'reported' ? 'reported total' : 'measured gap'}: ${whyWords[why].toLowerCase()}`,
        measure,
        { kind: 'why', why },
      ),
    }));
  const note = `n = ${counted(group.turns, 'agent turn')} of ${counted(group.indexed, 'call')}`;
  const common = { stale, terms: <Terms of={['coverage']} />, whole: true };
  const none = group.turns === 0 ? 'No agent turn has been read in.' : null;
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      <ShareFigure
        {...common}
        title={`Turns${of} that have a number`}
        note={note}
        name="Number"
        unit="share of agent turns"
        of="turns"
        lines={numbers}
        hint="Press a line for its turns."
        empty={none}
      />
      <ShareFigure
        {...common}
        title={`What is known of calls${of}`}
        note={`n = ${counted(group.calls, 'call')}`}
        name="Known"
        unit="share of calls"
        of="calls"
        lines={calls}
        hint="Press a line for the calls that lack it."
        empty={group.calls === 0 ? 'No calls.' : null}
      />
      <ShareFigure
        {...common}
        title={`Why turns${of} have no measured gap`}
        note={note}
        name="Reason"
        unit="share of agent turns"
        of="turns"
        lines={missing('measured')}
        hint="Press a line for its turns."
        empty={none ?? (group.measured.missing.length === 0 ? 'Every turn has one.' : null)}
      />
      <ShareFigure
        {...common}
        title={`Why turns${of} have no reported total`}
        note={note}
        name="Reason"
        unit="share of agent turns"
        of="turns"
        lines={missing('reported')}
        hint="Press a line for its turns."
        empty={none ?? (group.reported.missing.length === 0 ? 'Every turn has one.' : null)}
      />
    </div>
  );
}

function Groups({ answer, stale }: { answer: CoverageAnswer; stale: boolean }) {
  const { open } = usePage();
  const shown = answer.groups.slice(0, 20);
  const rest = answer.groups.length - shown.length + answer.moreGroups;
  const by = groupNames[answer.by].toLowerCase();
  const figure = (measure: 'reported' | 'measured') => (
    <ShareFigure
      title={`Turns with a ${measure === 'measured' ? 'measured gap' : 'reported total'}, by ${by}`}
      note={`${counted(shown.length, 'group')}${rest > 0 ? `; ${moreWords(answer.by, rest)}` : ''}`}
      terms={<Terms of={['coverage']} />}
      name={groupNames[answer.by]}
      unit="share of agent turns"
      of="turns"
      whole
      lines={shown.map((each) => ({
        id: each.group.key,
        label: groupLabel(answer.by, each.group),
        share: part(each[measure].n, each.turns),
        onOpen: () =>
          open({
            of: 'turns',
            title: `${groupLabel(answer.by, each.group)}, turns with a ${measure === 'measured' ? 'measured gap' : 'reported total'}`,
            by: answer.by,
            key: each.group.key,
            measure,
            pick: { kind: 'with' },
            period: null,
          }),
      }))}
      hint="Press a line for its turns."
      empty={shown.length === 0 ? 'No calls.' : null}
      stale={stale}
    />
  );
  return (
    <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
      {figure('measured')}
      {figure('reported')}
    </div>
  );
}
