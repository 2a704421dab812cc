import { useEffect } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { AlikePane } from '../../families/alike/alike-pane.tsx';
import { useNotes, useNotesState } from '../notes/notes-context.tsx';
import { NotesPane } from '../notes/notes-pane.tsx';
import { useFinish } from '../review/use-finish.ts';
import { ScorePane } from '../score/score-pane.tsx';
import { useScoringKeys } from '../score/use-score-keys.ts';
import { useSession } from '../session.ts';
import { FactsPane } from './facts-pane.tsx';
import { LatencyPane } from './latency-pane.tsx';
import { showSideTab, useSideTab } from './side-tab.ts';

/** The pane beside the transcript; the chosen tab stays chosen from call to call. */
export function SidePane() {
  const { notes } = useNotes();
  const listAsked = useNotesState((state) => state.listAsked);
  const tab = useSideTab();
  const { detail } = useSession();
  useScoringKeys(useFinish(detail.row.id));
  useEffect(() => {
    if (listAsked > 0) showSideTab('notes');
  }, [listAsked]);
  return (
    <Tabs
      label="About this call"
      className="h-full"
      value={tab}
      onValueChange={showSideTab}
      items={[
        { value: 'latency', label: 'Latency', content: <LatencyPane /> },
        { value: 'score', label: 'Score', content: <ScorePane /> },
        {
          value: 'notes',
          label: notes.length === 0 ? 'Notes' : `Notes (${formatCount(notes.length)})`,
          content: <NotesPane />,
        },
        { value: 'alike', label: 'Alike', content: <AlikePane /> },
        { value: 'facts', label: 'Facts', content: <FactsPane /> },
      ]}
    />
  );
}
