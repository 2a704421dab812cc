import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatBytes, formatCount } from '#shared/logic/format.ts';
import type { BundlePlan, BundleRequest, BundleWork, MadeBundle } from '#shared/model/bundle.ts';
import { useListQuestion } from '../../lib/list-state.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Radio } from '../../ui/radio.tsx';
import { saveHandout } from '../exchange/files.ts';
import { counted } from '../sync/sync-words.ts';
import { closeSharing, type ShareWhat, useOpenSharing } from './open-sharing.ts';
import { some } from './receive-words.ts';
import { defaultRules, RedactionForm, type RulesInput, rulesOf } from './redaction-form.tsx';

const titles: Record<ShareWhat['kind'], string> = {
  call: 'Share this call',
  matching: 'Share these calls',
  pack: 'Share this calibration pack',
};

const works: Record<BundleWork, string> = {
  all: 'All review work that is here',
  own: 'Only my own',
  none: 'None',
};

/** Makes a bundle for a colleague. Mounted once; opened from a call, the list and the palette. */
export function ShareDialog() {
  const what = useOpenSharing((state) => state.sharing);
  return what === null ? null : <OpenShare what={what} />;
}

function OpenShare({ what }: { what: ShareWhat }) {
  const { filter } = useListQuestion();
  const [work, setWork] = useState<BundleWork>(what.kind === 'pack' ? 'none' : 'all');
  const [withCalls, setWithCalls] = useState(false);
  const [withRecordings, setWithRecordings] = useState(false);
  const [redacting, setRedacting] = useState(false);
  const [rules, setRules] = useState<RulesInput>(defaultRules);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const request: BundleRequest = {
    callIds: what.kind === 'call' ? [what.callId] : [],
    filter: what.kind === 'matching' ? filter : null,
    packIds: what.kind === 'pack' ? [what.packId] : [],
    work,
    withCalls,
    withRecordings: withCalls && withRecordings,
    redact: redacting ? rulesOf(rules) : null,
  };
  const { withCalls: _calls, withRecordings: _recordings, redact: _redact, ...which } = request;
  const plan = useQuery(
    orpc.bundle.plan.queryOptions({
      input: { ...which, withCalls: false, withRecordings: false, redact: null },
      staleTime: 0,
      gcTime: 0,
      placeholderData: (before) => before,
    }),
  );
  const making = useMutation({
    mutationFn: (asked: BundleRequest) => {
      stop.current = new AbortController();
      return client.bundle.make(asked, { signal: stop.current.signal });
    },
    onSuccess: (made) => saveHandout(made),
  });
  if (making.data !== undefined) return <Made made={making.data} redacted={redacting} />;
  const { data } = plan;
  const isEmpty = data === undefined || (data.events === 0 && !withCalls);
  return (
    <Dialog
      open
      onOpenChange={closeSharing}
      title={titles[what.kind]}
      className="w-[min(640px,94vw)]"
      footer={
        <>
          <Button onClick={closeSharing}>Cancel</Button>
          <Button
            variant="primary"
            disabled={making.isPending || data === undefined}
            disabledReason={
              isEmpty && data ? 'There is no review work to share: add the calls, or choose other ones.' : null
            }
            onClick={() => making.mutate(request)}
          >
            {making.isPending ? 'Writing…' : 'Make the bundle'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 p-4">
        <p className="text-text-2">
          A bundle is one file that you hand over as you like: by mail, by a shared folder, on a stick. Your colleague’s
          Earmark merges it; nothing of theirs is overwritten.
        </p>
        <fieldset className="flex flex-col gap-0.5">
          <legend className="mb-1 font-strong">Review work</legend>
          {(['all', 'own', 'none'] as const).map((one) => (
            <Radio
              key={one}
              name="bundle-work"
              label={one === 'none' && what.kind === 'pack' ? 'None: the pack and who is to review it' : works[one]}
              checked={work === one}
              data-autofocus={work === one ? '' : undefined}
              onChange={() => setWork(one)}
            />
          ))}
        </fieldset>
        <fieldset className="flex flex-col gap-0.5">
          <legend className="mb-1 font-strong">Goes along</legend>
          <Checkbox
            label="The calls: details and transcripts, for a colleague without access to the API"
            checked={withCalls}
            onChange={() => setWithCalls(!withCalls)}
          />
          <Checkbox
            label="Their recordings"
            disabled={!withCalls}
            checked={withCalls && withRecordings}
            trailing={
              data === undefined ? '' : `${counted(data.recordings, 'recording')}, ${formatBytes(data.recordingBytes)}`
            }
            onChange={() => setWithRecordings(!withRecordings)}
          />
          <Checkbox
            label="Take numbers and names out first"
            checked={redacting}
            onChange={() => setRedacting(!redacting)}
          />
        </fieldset>
        {redacting ? (
          <RedactionForm
            value={rules}
            variables={data?.variables ?? []}
            withRecordings={request.withRecordings}
            onChange={setRules}
          />
        ) : null}
        {plan.error ? (
          <p role="alert" className="text-bad">
            {problemOf(plan.error).message}
          </p>
        ) : data === undefined ? (
          <Skeleton className="h-5" />
        ) : (
          <p role="status">{planSentence(data, request)}</p>
        )}
        {making.error === null ? null : (
          <p role="alert" className="text-bad">
            {problemOf(making.error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function planSentence(plan: BundlePlan, { withCalls, withRecordings, redact }: BundleRequest): string {
  const parts = [
    some(plan.events, 'piece of review work', 'pieces of review work'),
    `about ${counted(plan.calls, 'call')}`,
  ];
  const calls = withCalls ? `, with ${formatCount(plan.rawCalls)} of the calls` : '';
  const recordings = withRecordings
    ? ` and ${counted(plan.recordings, 'recording')} (${redact ? 'as WAV, which is larger' : formatBytes(plan.recordingBytes)})`
    : '';
  return `${parts.join(' ')}${calls}${recordings}.`;
}

function Made({ made, redacted }: { made: MadeBundle; redacted: boolean }) {
  return (
    <Dialog
      open
      onOpenChange={closeSharing}
      title="The bundle is made"
      footer={
        <>
          <Button onClick={() => saveHandout(made)}>Save it again</Button>
          <Button variant="primary" data-autofocus onClick={closeSharing}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 p-4">
        <p role="status">
          {made.fileName}, {formatBytes(made.bytes)}, was handed to your browser’s downloads.
        </p>
        {redacted ? (
          <p className="text-text-2">
            It is a redacted copy: in your colleague’s Earmark its calls stand beside the originals and never mix with
            them.
          </p>
        ) : (
          <p className="text-text-2">It is not encrypted: whoever has the file can read it.</p>
        )}
        {made.left.length === 0 ? null : (
          <section aria-label="Recordings that stayed out">
            <h3 className="font-strong">{counted(made.left.length, 'recording')} stayed out</h3>
            <ul className="max-h-40 overflow-auto">
              {made.left.map(({ callId, message }) => (
                <li key={callId} className="[overflow-wrap:anywhere]">
                  <span className="font-mono text-meta">{callId}</span> {message}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}
