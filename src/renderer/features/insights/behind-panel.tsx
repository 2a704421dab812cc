import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { CallsBehindAnswer, TurnBehind, TurnSort, TurnsBehindAnswer } from '#shared/model/insights/behind.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { callRoute, navigate } from '../../lib/router.ts';
import { orpc } from '../../lib/rpc.ts';
import { useSettings } from '../../lib/settings.ts';
import { LiveRegion } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { addToTray } from '../compare/tray.ts';
import { Choice } from './answer.tsx';
import { CallLine } from './call-line.tsx';
import type { Behind } from './insights-address.ts';
import { PAGE, PagedList } from './paged-list.tsx';
import { TurnLine } from './turn-line.tsx';
import { counted } from './words.ts';

const sorts: readonly (readonly [TurnSort, string])[] = [
  ['slowest', 'largest first'],
  ['fastest', 'smallest first'],
  ['newest', 'newest first'],
  ['oldest', 'oldest first'],
];

/** The turns or calls behind a figure: words, numbers, and the way to the sound. */
export function BehindPanel({ behind, filter, onClose }: { behind: Behind; filter: CallFilter; onClose: () => void }) {
  const titleId = useId();
  const [said, setSaid] = useState('');
  const [sort, setSort] = useState<TurnSort>('slowest');
  const list =
    behind.of === 'turns' ? (
      <Turns key={sort} behind={behind} filter={filter} sort={sort} onClose={onClose} onSaid={setSaid} />
    ) : (
      <Calls behind={behind} filter={filter} onClose={onClose} onSaid={setSaid} />
    );
  return (
    <section aria-labelledby={titleId} className="flex h-full min-w-0 flex-col border-line border-l bg-surface-1">
      <header className="flex shrink-0 items-start gap-2 border-line border-b py-2 pr-2 pl-3">
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="font-strong [overflow-wrap:anywhere]">
            {behind.title}
          </h2>
          <p className="min-h-5 text-text-2">{said}</p>
        </div>
        {behind.of === 'turns' ? <Choice label="Sort" value={sort} options={sorts} onChange={setSort} /> : null}
        <IconButton label="Close" action="insights-turns.close" side="bottom" icon={<X />} onClick={onClose} />
      </header>
      <LiveRegion>{said}</LiveRegion>
      {list}
    </section>
  );
}

interface ListProps<B> {
  behind: B;
  filter: CallFilter;
  onClose: () => void;
  onSaid: (words: string) => void;
}

function Turns({
  behind,
  filter,
  sort,
  onClose,
  onSaid,
}: ListProps<Extract<Behind, { of: 'turns' }>> & { sort: TurnSort }) {
  const limits = useSettings();
  const [nowMs] = useState(() => Date.now());
  const { by, key, measure, pick, period } = behind;
  const open = (turn: TurnBehind): void => navigate(callRoute(turn.callId, turn.startMs));
  return (
    <PagedList<TurnsBehindAnswer, TurnBehind>
      label="Turns"
      rowPx={84}
      pageOptions={(page) =>
        orpc.insights.turnsBehind.queryOptions({
          input: { filter, by, key, measure, pick, period, sort, offset: page * PAGE, limit: PAGE },
        })
      }
      rowsOf={({ turns }) => turns}
      onOpen={open}
      onCompare={({ callId, index }) => addToTray([{ callId, index }])}
      onClose={onClose}
      onTotal={({ total, calls }) => onSaid(`${counted(total, 'turn')} of ${counted(calls, 'call')}`)}
    >
      {(turn, onOpen) => <TurnLine turn={turn} measure={measure} limits={limits} nowMs={nowMs} onOpen={onOpen} />}
    </PagedList>
  );
}

type CallBehind = CallsBehindAnswer['calls'][number];

function Calls({ behind, filter, onClose, onSaid }: ListProps<Extract<Behind, { of: 'calls' }>>) {
  const [nowMs] = useState(() => Date.now());
  const { by, key, pick } = behind;
  return (
    <PagedList<CallsBehindAnswer, CallBehind>
      label="Calls"
      rowPx={48}
      pageOptions={(page) =>
        orpc.insights.callsBehind.queryOptions({ input: { filter, by, key, pick, offset: page * PAGE, limit: PAGE } })
      }
      rowsOf={({ calls }) => calls}
      onOpen={({ row }) => navigate(callRoute(row.id))}
      onCompare={({ row }) => addToTray([{ callId: row.id, index: null }])}
      onClose={onClose}
      onTotal={({ total }) => onSaid(counted(total, 'call'))}
    >
      {({ row, value }, onOpen) => <CallLine row={row} value={value} pick={pick} nowMs={nowMs} onOpen={onOpen} />}
    </PagedList>
  );
}
