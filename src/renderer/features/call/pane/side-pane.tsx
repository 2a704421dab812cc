import { useState } from 'react';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { FactsPane } from './facts-pane.tsx';
import { LatencyPane } from './latency-pane.tsx';

const storageKey = 'earmark.call.tab';

/** The pane beside the transcript; the chosen tab stays chosen from call to call. */
export function SidePane() {
  const [tab, setTab] = useState(() => (readStored(storageKey) === 'facts' ? 'facts' : 'latency'));
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
        { value: 'facts', label: 'Facts', content: <FactsPane /> },
      ]}
    />
  );
}
