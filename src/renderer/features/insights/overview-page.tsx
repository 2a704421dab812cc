import { insightKeys, insightMeasures } from '#shared/model/insights/question.ts';
import { useKeys } from '../../lib/keys.ts';
import { Choice } from './answer.tsx';
import { NotableList } from './notable-list.tsx';
import { usePage } from './page-context.ts';
import { InsightSection } from './section.tsx';
import { SectionNav, sectionAt, showSection } from './section-nav.tsx';
import { BiasSection } from './sections/bias.tsx';
import { CostSection } from './sections/cost.tsx';
import { CoverageSection } from './sections/coverage.tsx';
import { LatencySection } from './sections/latency.tsx';
import { OutcomesSection } from './sections/outcomes.tsx';
import { SoundSection } from './sections/sound.tsx';
import { StagesSection } from './sections/stages.tsx';
import { ToolsSection } from './sections/tools.tsx';
import { groupNames, measureNames } from './words.ts';

const sections = [
  {
    id: 'latency',
    name: 'Latency',
    lead: 'How long callers wait for the agent, how it is spread, and where it is longer.',
    minPx: 680,
    content: () => <LatencySection />,
  },
  {
    id: 'stages',
    name: 'Stages and slow turns',
    lead: 'What the reported wait is made of, and which stage is longer in slow turns.',
    minPx: 620,
    content: () => <StagesSection />,
  },
  {
    id: 'bias',
    name: 'Reported and measured',
    lead: 'How far the vendor’s totals lie from what is heard.',
    minPx: 300,
    content: () => <BiasSection />,
  },
  {
    id: 'sound',
    name: 'Conversation',
    lead: 'Who speaks over whom, how long nobody speaks, and who speaks most.',
    minPx: 320,
    content: () => <SoundSection />,
  },
  {
    id: 'outcomes',
    name: 'Outcomes',
    lead: 'How calls end, and whether callers leave after a slow turn.',
    minPx: 560,
    content: () => <OutcomesSection />,
  },
  {
    id: 'tools',
    name: 'Tools',
    lead: 'Which tools fail or time out, how long they take, and how long callers wait with them.',
    minPx: 300,
    content: () => <ToolsSection />,
  },
  {
    id: 'cost',
    name: 'Cost',
    lead: 'What a call and a minute cost, each currency by itself.',
    minPx: 300,
    content: () => <CostSection />,
  },
  {
    id: 'coverage',
    name: 'Coverage',
    lead: 'How many turns have which number, and why the others do not.',
    minPx: 900,
    content: () => <CoverageSection />,
  },
];

/** All figures of the filtered calls, what stands out first. */
export function OverviewPage() {
  const { place, change } = usePage();
  const step = (by: 1 | -1) => () => {
    const next = sections[Math.min(Math.max(0, sectionAt(sections) + by), sections.length - 1)];
    if (next !== undefined) showSection(next.id);
  };
  useKeys('insights', [
    { action: 'section-next', run: step(1) },
    { action: 'section-before', run: step(-1) },
  ]);
  return (
    <>
      <NotableList />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <Choice
          label="Measure"
          value={place.measure}
          options={insightMeasures.map((measure) => [measure, measureNames[measure]] as const)}
          onChange={(measure) => change({ measure })}
        />
        <Choice
          label="By"
          value={place.by}
          options={insightKeys.map((by) => [by, by === 'all' ? 'not at all' : groupNames[by].toLowerCase()] as const)}
          onChange={(by) => change({ by, focus: null })}
          hint="Figures of whole calls are by version when turns are by kind."
        />
        <SectionNav sections={sections} />
      </div>
      {sections.map(({ id, name, lead, minPx, content }) => (
        <InsightSection key={id} id={id} title={name} lead={lead} minPx={minPx}>
          {content}
        </InsightSection>
      ))}
    </>
  );
}
