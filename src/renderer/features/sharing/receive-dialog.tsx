import { useMutation } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount, formatDateTime } from '#shared/logic/format.ts';
import type { BundleInspection, MergeResult } from '#shared/model/bundle.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { navigate } from '../../lib/router.ts';
import { client, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { handIn } from '../exchange/files.ts';
import { closeSharing, useOpenSharing } from './open-sharing.ts';
import { changesAnything, inspectionRows, mergeSentences } from './receive-words.ts';

/** Merges a colleague's bundle: choose the file, see what it brings, merge it. */
export function ReceiveDialog() {
  return useOpenSharing((state) => state.receiving) ? <OpenReceive /> : null;
}

interface Received {
  token: string;
  name: string;
  inspection: BundleInspection;
}

/** Handing a file in fails with a sentence of its own; everything else with one of the host's. */
class HandInError extends Error {}

function OpenReceive() {
  const readOnly = useReadOnlyReason();
  const picker = useRef<HTMLInputElement>(null);
  const life = useRef(new AbortController());
  useEffect(() => {
    const ended = life.current;
    return () => ended.abort();
  }, []);
  const reading = useMutation({
    mutationFn: async (file: File): Promise<Received> => {
      const token = await handIn(file, life.current.signal).catch((error: unknown) => {
        throw new HandInError(error instanceof Error ? error.message : 'The file could not be handed over; try again.');
      });
      return { token, name: file.name, inspection: await client.bundle.inspect({ token }) };
    },
  });
  const received = reading.data;
  // One that was not merged is not kept for a quarter of an hour.
  useEffect(() => {
    if (received === undefined) return;
    return () => void client.bundle.drop({ token: received.token }).catch(() => undefined);
  }, [received]);
  const merging = useMutation({ mutationFn: (token: string) => client.bundle.merge({ token }) });

  if (merging.data !== undefined) return <Merged result={merging.data} />;
  const nothing = received !== undefined && !changesAnything(received.inspection);
  return (
    <Dialog
      open
      onOpenChange={closeSharing}
      title="Import a bundle"
      className="w-[min(600px,94vw)]"
      footer={
        <>
          <Button onClick={closeSharing}>{nothing ? 'Close' : 'Cancel'}</Button>
          <Button
            variant="primary"
            disabled={received === undefined || nothing || merging.isPending}
            disabledReason={readOnly}
            onClick={() => received && merging.mutate(received.token)}
          >
            {merging.isPending ? 'Merging…' : 'Merge it'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <p className="text-text-2">
          Review work of a colleague is added to what is here. Nothing is overwritten, and the same bundle again changes
          nothing.
        </p>
        <input
          ref={picker}
          type="file"
          accept=".earmark,application/zip"
          aria-label="Bundle"
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) reading.mutate(file, { onSettled: () => (target.value = '') });
          }}
        />
        <span className="flex items-center gap-3">
          <Button
            data-autofocus
            icon={<FileUp aria-hidden />}
            disabled={reading.isPending}
            onClick={() => picker.current?.click()}
          >
            {reading.isPending ? 'Checking…' : received === undefined ? 'Choose a bundle' : 'Choose another'}
          </Button>
          {received === undefined ? null : (
            <span className="min-w-0 text-text-2 [overflow-wrap:anywhere]">{received.name}</span>
          )}
        </span>
        {reading.error === null ? null : (
          <p role="alert" className="text-bad">
            {reading.error instanceof HandInError ? reading.error.message : problemOf(reading.error).message}
          </p>
        )}
        {merging.error === null ? null : (
          <p role="alert" className="text-bad">
            {problemOf(merging.error).message}
          </p>
        )}
        {received === undefined ? null : <Inspection inspection={received.inspection} />}
      </div>
    </Dialog>
  );
}

function Inspection({ inspection }: { inspection: BundleInspection }) {
  const { by, createdMs } = inspection;
  return (
    <section aria-label="What is in it" className="flex flex-col gap-2">
      <p role="status">
        Made by {by?.name ?? 'a reviewer without a name'} on {formatDateTime(createdMs, undefined, Date.now())}.
        {changesAnything(inspection) ? '' : ' All of it is here already.'}
      </p>
      <dl className="grid grid-cols-[minmax(0,1fr)_max-content] gap-x-4">
        {inspectionRows(inspection).map(([label, count]) => (
          <div key={label} className="contents">
            <dt className="py-0.5 text-text-2">{label}</dt>
            <dd className="py-0.5 text-right tabular-nums">{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {inspection.redaction === null ? null : (
        <p className="text-text-2">
          This is a redacted copy, for reading: its calls and review work have names of their own and do not mix with
          the originals.
        </p>
      )}
    </section>
  );
}

function Merged({ result }: { result: MergeResult }) {
  return (
    <Dialog
      open
      onOpenChange={closeSharing}
      title="The bundle is merged"
      footer={
        <>
          {result.conflicts > 0 ? (
            <Button
              onClick={() => {
                closeSharing();
                navigate({ name: 'conflicts' });
              }}
            >
              Show the conflicts
            </Button>
          ) : null}
          <Button variant="primary" data-autofocus onClick={closeSharing}>
            Done
          </Button>
        </>
      }
    >
      <ul role="status" className="flex flex-col gap-1 p-4">
        {mergeSentences(result).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Dialog>
  );
}
