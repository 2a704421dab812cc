import { useEffect, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { useNotes, useNotesState } from '../notes/notes-context.tsx';
import { NotesPane } from '../notes/notes-pane.tsx';
import { FactsPane } from './facts-pane.tsx';
import { LatencyPane } from './latency-pane.tsx';

const storageKey = 'earmark.call.tab';

/** The pane beside the transcript; the chosen tab stays chosen from call to call. */
export function SidePane() {
  const { notes } = useNotes();
  const listAsked = useNotesState((state) => state.listAsked);
  const [tab, setTab] = useState(() => {
    const stored = readStored(storageKey);
    return stored === 'facts' || stored === 'notes' ? stored : 'latency';
  });
  useEffect(() => {
    if (listAsked > 0) setTab('notes');
  }, [listAsked]);
  return (
    <Tabs
      label="About this call"
      className="h-full"
      value={tab}
      onValueChange={(next) => {
        setTab(next);
        writeStored(storageKey, next);
      }}
      items={[
        { value: 'latency', label: 'Latency', content: <LatencyPane /> },
        {
          value: 'notes',
          label: notes.length === 0 ? 'Notes' : `Notes (${formatCount(notes.length)})`,
          content: <NotesPane />,
        },
        { value: 'facts', label: 'Facts', content: <FactsPane /> },
      ]}
    />
  );
}
