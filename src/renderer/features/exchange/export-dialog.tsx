import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatFacts } from '#shared/logic/formats/formats.ts';
import type { MadeExport } from '#shared/model/exchange.ts';
import { type ExportFormat, exportFormats } from '#shared/model/exchange-formats.ts';
import { useListQuestion, useListState } from '../../lib/list-state.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Radio } from '../../ui/radio.tsx';
import { filterSentence } from '../calls/download-words.ts';
import { madeSentence } from './exchange-words.ts';
import { saveHandout } from './files.ts';
import { closeExchange, openImport, useOpenExchange } from './open-exchange.ts';

/** Writes one call, or all that match, for other programs. Mounted once; opened from list, call and palette. */
export function ExportDialog() {
  const what = useOpenExchange((state) => state.exporting);
  return what === null ? null : <OpenExport callId={what === 'matching' ? null : what.callId} />;
}

function OpenExport({ callId }: { callId: string | null }) {
  const { filter } = useListQuestion();
  const [format, setFormat] = useState<ExportFormat>('jsonl');
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const making = useMutation({
    mutationFn: (chosen: ExportFormat) => {
      stop.current = new AbortController();
      const which = callId === null ? { filter } : { callIds: [callId] };
      return client.exchange.make({ format: chosen, ...which }, { signal: stop.current.signal });
    },
    onSuccess: (made) => saveHandout(made),
  });

  if (making.data !== undefined) return <Made made={making.data} format={format} />;
  return (
    <Dialog
      open
      onOpenChange={closeExchange}
      title={callId === null ? 'Export calls' : 'Export this call'}
      className="w-[min(640px,92vw)]"
      footer={
        <>
          {callId === null ? null : (
            <Button className="mr-auto" onClick={() => openImport(callId)}>
              Import annotations instead
            </Button>
          )}
          <Button onClick={closeExchange}>Cancel</Button>
          <Button variant="primary" disabled={making.isPending} onClick={() => making.mutate(format)}>
            {making.isPending ? 'Writing…' : 'Export'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        {callId === null ? <Which /> : null}
        <fieldset className="flex flex-col gap-0.5">
          <legend className="mb-1 font-strong">Format</legend>
          {exportFormats.map((one, at) => (
            <Radio
              key={one}
              name="export-format"
              value={one}
              checked={one === format}
              onChange={() => setFormat(one)}
              {...(at === 0 ? { 'data-autofocus': true } : {})}
              className="items-start py-1 [&>input]:mt-0.5"
              label={
                <>
                  <span className="block">{formatFacts[one].label}</span>
                  <span className="block text-meta text-text-2">{formatFacts[one].carries}</span>
                </>
              }
            />
          ))}
        </fieldset>
        {making.error === null ? null : (
          <p role="alert" className="text-bad">
            {problemOf(making.error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Made({ made, format }: { made: MadeExport; format: ExportFormat }) {
  return (
    <Dialog
      open
      onOpenChange={closeExchange}
      title="Exported"
      footer={
        <>
          <Button onClick={() => saveHandout(made)}>Save again</Button>
          <Button variant="primary" data-autofocus onClick={closeExchange}>
            Done
          </Button>
        </>
      }
    >
      <p role="status" className="p-4">
        <span className="font-strong [overflow-wrap:anywhere]">{made.fileName}</span> has {madeSentence(made, format)}
      </p>
    </Dialog>
  );
}

function Which() {
  const filter = useListState((state) => state.filter);
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;
  const sentence = filterSentence(filter, facets);
  return (
    <p className="text-text-2">
      {sentence === null ? (
        'No filter is set: these are all calls of this workspace.'
      ) : (
        <>
          The calls that match the list’s filters (<span className="text-text-1">{sentence}</span>).
        </>
      )}
    </p>
  );
}
