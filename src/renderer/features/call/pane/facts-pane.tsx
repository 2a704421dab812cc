import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  absent,
  formatBytes,
  formatClock,
  formatCount,
  formatDateTime,
  formatLatency,
  formatPhone,
} from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { CallDetail, RecordingInfo } from '#shared/model/detail.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useSession } from '../session.ts';
import { toolOutcome } from '../transcript/tool-row.tsx';

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
      <Recording recording={detail.recording} />
      <ToolCalls />
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

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h2 className="font-strong">{title}</h2>
      {children}
    </section>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4">{children}</dl>;
}

/** One fact; an absent one is a dash, and its reason a tooltip. */
function Fact({ name, value, why, copy = false }: { name: string; value: string | null; why: string; copy?: boolean }) {
  return (
    <>
      <dt className="py-0.5 text-text-3">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1 py-0.5">
        {value === null ? (
          <span className="text-text-3" title={why}>
            {absent}
            <span className="sr-only">{why}</span>
          </span>
        ) : (
          <span
            dir="auto"
            className={copy ? 'truncate font-mono text-meta' : '[overflow-wrap:anywhere]'}
            title={copy ? value : undefined}
          >
            {neutraliseText(value)}
          </span>
        )}
        {copy && value !== null ? (
          <IconButton
            size="sm"
            label={`Copy ${name.toLowerCase()}`}
            icon={<Copy />}
            onClick={() => {
              navigator.clipboard.writeText(value).then(
                () => toast.ok(`${name} copied`),
                () => toast.error('The clipboard refused. Select the text and copy it by hand.'),
              );
            }}
          />
        ) : null}
      </dd>
    </>
  );
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

function Recording({ recording }: { recording: RecordingInfo }) {
  const why = recording.state === 'ready' ? 'Could not be read from the file' : 'There is no recording on this disk';
  const kHz = recording.sampleRate === null ? null : `${(recording.sampleRate / 1000).toLocaleString()} kHz`;
  return (
    <Section title="Recording">
      <Facts>
        <Fact
          name="Length"
          value={recording.durationMs === null ? null : formatClock(recording.durationMs)}
          why={why}
        />
        <Fact name="Container" value={recording.container} why={why} />
        <Fact name="Codec" value={recording.codec} why={why} />
        <Fact name="Channels" value={channelsOf(recording.channels)} why={why} />
        <Fact name="Sample rate" value={kHz} why={why} />
        <Fact name="Size" value={recording.bytes === null ? null : formatBytes(recording.bytes)} why={why} />
        <Fact name="SHA-256" value={recording.sha256} why={why} copy />
      </Facts>
      {recording.warnings.map(({ code, message }) => (
        <p key={code} className="text-slow">
          {message}
        </p>
      ))}
    </Section>
  );
}

function channelsOf(channels: number | null): string | null {
  if (channels === null) return null;
  return channels === 1 ? '1 (mono)' : channels === 2 ? '2 (stereo)' : String(channels);
}

function ToolCalls() {
  const { detail, player } = useSession();
  const { toolCalls } = detail;
  return (
    <Section title={`Tool calls (${formatCount(toolCalls.length)})`}>
      {toolCalls.length === 0 ? <p className="text-text-3">The agent called no tool.</p> : null}
      <ul>
        {toolCalls.map((call) => {
          const outcome = toolOutcome(call);
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
