import { formatClock, formatCount, formatDateTime, formatLatency, formatPhone } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import { AccuracyFacts } from '../correct/accuracy-facts.tsx';
import { EraseCall } from '../erase-call.tsx';
import { useSession } from '../session.ts';
import { toolLooks } from '../transcript/tool-row.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { RecordingFacts } from './recording-facts.tsx';
import { SoundFacts } from './sound-facts.tsx';

/** Everything else that is known of the call. */
export function FactsPane() {
  const { detail } = useSession();
  const { row } = detail;
  return (
    <div className="flex flex-col gap-5 p-4">
      <Section title="Summary">
        {detail.summary === null ? (
          <p className="text-text-3">{whyLate(detail, 'summary')}</p>
        ) : (
          <p dir="auto" className="whitespace-pre-wrap text-start leading-relaxed [overflow-wrap:anywhere]">
            {neutraliseText(detail.summary)}
          </p>
        )}
      </Section>
      <Section title="Variables extracted">
        <Variables values={detail.varsExtracted} none={whyLate(detail, 'extracted variables')} />
      </Section>
      <Section title="Variables collected">
        <Variables values={detail.varsCollected} none="This generation of the API reports none." />
      </Section>
      <Section title="Variables provided">
        <Variables values={detail.varsProvided} none="None were given to this call." />
      </Section>
      <Section title="Call">
        <Facts>
          <Fact
            name="From"
            value={row.fromNumber === null ? null : formatPhone(row.fromNumber)}
            why="Web calls have no number"
          />
          <Fact
            name="To"
            value={row.toNumber === null ? null : formatPhone(row.toNumber)}
            why="Web calls have no number"
          />
          <Fact name="Type" value={row.callType} why="The vendor did not say" />
          <Fact name="Status" value={row.status} why="" />
          <Fact name="Ended because" value={detail.disconnectionReason} why="Only the first API generation says" />
          <Fact name="Caller’s gender" value={detail.detectedGender} why="Not detected" />
          <Fact name="Account" value={detail.accountName} why="Not reported for this key" />
          <Fact name="Cost" value={formatCost(detail.cost)} why={whyLate(detail, 'cost')} />
          <Fact name="Details fetched" value={dateOf(detail.detailFetchedMs)} why="Not fetched yet" />
          <Fact name="Call id" value={row.id} why="" copy />
          <Fact name="Agent id" value={row.agentId} why="This generation of the API names no id" copy />
        </Facts>
      </Section>
      {detail.turns.length === 0 ? null : <AccuracyFacts />}
      <RecordingFacts detail={detail} />
      <SoundFacts />
      <ToolCalls />
      <Section title="Erase">
        <p className="text-text-2">Takes this call, its recording and its review off this computer for good.</p>
        <EraseCall row={row} />
      </Section>
    </div>
  );
}

function whyLate({ row }: CallDetail, what: string): string {
  if (row.detailState !== 'ready') return `The ${what} is not known: details have not been fetched.`;
  if (row.statusGroup === 'in-progress') return `The ${what} comes after the call has ended.`;
  return `The vendor reported no ${what} for this call (yet).`;
}

function dateOf(ms: number | null): string | null {
  return ms === null ? null : formatDateTime(ms, undefined, Date.now());
}

function formatCost(cost: CallDetail['cost']): string | null {
  if (cost === null) return null;
  const amount = cost.amount.toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  return cost.currency === null ? amount : `${amount} ${cost.currency.toUpperCase()}`;
}

function Variables({ values, none }: { values: Readonly<Record<string, string>> | null; none: string }) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return <p className="text-text-3">{none}</p>;
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="max-w-48 py-0.5 font-mono text-meta leading-5 text-text-3 [overflow-wrap:anywhere]">
            {neutraliseText(name)}
          </dt>
          <dd dir="auto" className="py-0.5 text-start whitespace-pre-wrap [overflow-wrap:anywhere]">
            {value === '' ? <span className="text-text-3">(empty)</span> : neutraliseText(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ToolCalls() {
  const { detail, player } = useSession();
  const { toolCalls } = detail;
  return (
    <Section title={`Tool calls (${formatCount(toolCalls.length)})`}>
      {toolCalls.length === 0 ? <p className="text-text-3">The agent called no tool.</p> : null}
      <ul>
        {toolCalls.map((call) => {
          const outcome = toolLooks(call);
          const { startMs } = call;
          return (
            <li key={`${call.entry}-${call.invocationId ?? ''}`} className="flex h-7 items-center gap-2">
              <button
                type="button"
                disabled={startMs === null}
                onClick={() => startMs !== null && player.seek(startMs)}
                className="h-6 w-14 shrink-0 rounded-sm px-1 text-right text-text-3 enabled:hover:bg-surface-3"
              >
                {formatClock(startMs)}
              </button>
              <span className="min-w-0 flex-1 truncate font-mono text-meta text-tool">{neutraliseText(call.name)}</span>
              <span className={outcome.tone === 'bad' ? 'text-bad' : 'text-text-2'}>
                {call.statusCode ?? ''} {outcome.word}
              </span>
              <span className="w-16 shrink-0 text-right text-text-3">{formatLatency(call.durationMs)}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
