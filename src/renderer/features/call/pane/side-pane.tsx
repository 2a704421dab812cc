import { Tabs } from '../../../ui/tabs.tsx';
import { useFinish } from '../review/use-finish.ts';
import { ScorePane } from '../score/score-pane.tsx';
import { useScoringKeys } from '../score/use-score-keys.ts';
import { useSession } from '../session.ts';
import { FactsPane } from './facts-pane.tsx';
import { LatencyPane } from './latency-pane.tsx';
import { showSideTab, useSideTab } from './side-tab.ts';

/** The pane beside the transcript; the chosen tab stays chosen from call to call. */
export function SidePane() {
  const tab = useSideTab();
  const { detail } = useSession();
  useScoringKeys(useFinish(detail.row.id));
  return (
    <Tabs
      label="About this call"
      className="h-full"
      value={tab}
      onValueChange={showSideTab}
      items={[
        { value: 'latency', label: 'Latency', content: <LatencyPane /> },
        { value: 'score', label: 'Score', content: <ScorePane /> },
        { value: 'facts', label: 'Facts', content: <FactsPane /> },
      ]}
    />
  );
}
