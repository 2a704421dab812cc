import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatFacts } from '#shared/logic/formats/formats.ts';
import type { AnnotationFile, ImportPreview } from '#shared/model/exchange.ts';
import { type ImportFormat, importFormats } from '#shared/model/exchange-formats.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Field, Select } from '../../ui/field.tsx';
import { toast } from '../../ui/toast-store.ts';
import { counted } from '../sync/sync-words.ts';
import { acceptedFiles, importLabel, importSentence, outcomeWords, placeWords, written } from './exchange-words.ts';
import { handIn } from './files.ts';
import { closeExchange, useOpenExchange } from './open-exchange.ts';

/** Reads annotations of another program into the open call: choose a file, see what it adds, add it. */
export function ImportDialog() {
  const callId = useOpenExchange((state) => state.importing);
  return callId === null ? null : <OpenImport key={callId} callId={callId} />;
}

interface Chosen {
  readonly token: string;
  readonly name: string;
}

function OpenImport({ callId }: { callId: string }) {
  const queries = useQueryClient();
  const readOnly = useReadOnlyReason();
  const [format, setFormat] = useState<ImportFormat | 'auto'>('auto');
  const [layers, setLayers] = useState<readonly string[] | null>(null);
  const [update, setUpdate] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const life = useRef(new AbortController());
  const taking = useMutation({
    mutationFn: async (file: File): Promise<Chosen> => ({
      token: await handIn(file, life.current.signal),
      name: file.name,
    }),
    onSuccess: () => setLayers(null),
  });
  const chosen = taking.data;
  useEffect(() => {
    const ended = life.current;
    return () => ended.abort();
  }, []);
  // One that was not imported is not kept for a quarter of an hour.
  useEffect(() => {
    if (chosen === undefined) return;
    return () => void client.exchange.drop({ token: chosen.token }).catch(() => undefined);
  }, [chosen]);

  const request: AnnotationFile | null =
    chosen === undefined ? null : { ...chosen, format, callId, layers: layers === null ? null : [...layers], update };
  const preview = useQuery({
    ...orpc.exchange.preview.queryOptions({
      input: request ?? { token: '-', name: '', format, callId, layers: null, update },
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
    enabled: request !== null,
    placeholderData: (before) => before,
  });
  const importing = useMutation({
    mutationFn: (file: AnnotationFile) => client.exchange.apply(file),
    onSuccess: async ({ counts }) => {
      closeExchange();
      toast.ok(importedWords(counts));
      await queries.invalidateQueries({ queryKey: reviewKeys.of(callId) });
    },
  });
  const found = request === null || preview.error !== null ? undefined : preview.data;
  const problem = taking.error?.message ?? (request && preview.error ? problemOf(preview.error).message : null);

  return (
    <Dialog
      open
      onOpenChange={closeExchange}
      title="Import annotations"
      className="w-[min(760px,94vw)]"
      footer={
        <>
          <Button onClick={closeExchange}>Cancel</Button>
          <Button
            variant="primary"
            disabled={request === null || found === undefined || written(found) === 0 || importing.isPending}
            disabledReason={readOnly}
            onClick={() => request && importing.mutate(request)}
          >
            {found === undefined || written(found) === 0 ? 'Add annotations' : importLabel(found)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <p className="text-text-2">
          Audacity labels, Praat TextGrid, ELAN, WebVTT, JSONL, CSV and Web Annotations are read into this call. The
          same file again changes nothing.
        </p>
        <div className="flex flex-wrap items-end gap-3">
          <input
            ref={picker}
            type="file"
            accept={acceptedFiles}
            aria-label="File of annotations"
            tabIndex={-1}
            className="sr-only"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              // The same file may be chosen again after it was changed.
              if (file !== undefined) taking.mutate(file, { onSettled: () => (target.value = '') });
            }}
          />
          <Button data-autofocus icon={<FileUp aria-hidden />} onClick={() => picker.current?.click()}>
            {chosen === undefined ? 'Choose a file' : 'Choose another'}
          </Button>
          <Field label="Format">
            {(ids) => (
              <Select
                {...ids}
                value={format}
                onChange={({ target }) => setFormat(importFormats.find((one) => one === target.value) ?? 'auto')}
              >
                <option value="auto">By the file</option>
                {importFormats.map((one) => (
                  <option key={one} value={one}>
                    {formatFacts[one].label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {chosen === undefined ? null : (
            <span className="min-w-0 pb-1 text-text-2 [overflow-wrap:anywhere]">
              {chosen.name}
              {found === undefined ? '' : `, ${formatFacts[found.format].label}`}
            </span>
          )}
        </div>
        {problem === null ? null : (
          <p role="alert" className="text-bad [overflow-wrap:anywhere]">
            {problem}
          </p>
        )}
        {importing.error === null ? null : (
          <p role="alert" className="text-bad">
            {problemOf(importing.error).message}
          </p>
        )}
        {request === null || problem !== null ? null : found === undefined ? (
          <Skeleton className="h-24" />
        ) : (
          <>
            <p role="status">{importSentence(found)}</p>
            {found.layers.length > 1 ? <Layers preview={found} chosen={layers} onChange={setLayers} /> : null}
            {found.counts.differs + found.counts.changed > 0 ? (
              <Checkbox
                label="Change what differs to what the file says"
                checked={update}
                onChange={() => setUpdate(!update)}
              />
            ) : null}
            {found.newTags.length === 0 ? null : <p>New tags come with it: {found.newTags.slice(0, 20).join(', ')}.</p>}
            {found.leftOut.map((sentence) => (
              <p key={sentence} className="text-text-2">
                {sentence}
              </p>
            ))}
            <First preview={found} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function importedWords(counts: ImportPreview['counts']): string {
  const added = counted(counts.new, 'annotation');
  return counts.changed === 0 ? `${added} added` : `${added} added, ${counted(counts.changed, 'annotation')} changed`;
}

/** The tiers of the file: those that are ticked are imported. */
function Layers({
  preview: { layers },
  chosen,
  onChange,
}: {
  preview: ImportPreview;
  chosen: readonly string[] | null;
  onChange: (layers: readonly string[]) => void;
}) {
  const names = layers.map(({ name }) => name);
  const ticked = chosen ?? names;
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 font-strong">Tiers</legend>
      {layers.map(({ name, annotations }) => (
        <Checkbox
          key={name}
          label={name === '' ? 'Without a name' : name}
          trailing={annotations}
          checked={ticked.includes(name)}
          onChange={() =>
            onChange(names.filter((one) => (one === name ? !ticked.includes(one) : ticked.includes(one))))
          }
        />
      ))}
    </fieldset>
  );
}

const cell = 'border-line border-b px-2 py-1 align-top';

function First({ preview: { first, counts } }: { preview: ImportPreview }) {
  if (first.length === 0) return null;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <section className="max-h-72 overflow-auto rounded-md border border-line" aria-label="Annotations of the file">
      <table className="w-full border-collapse">
        <thead>
          <tr className="text-left text-text-2 [&>th]:sticky [&>th]:top-0 [&>th]:bg-surface-3 [&>th]:px-2 [&>th]:py-1 [&>th]:font-strong">
            <th scope="col">Place</th>
            <th scope="col">Words</th>
            <th scope="col" className="whitespace-nowrap">
              What happens
            </th>
          </tr>
        </thead>
        <tbody>
          {first.map(({ at, text, outcome, layer }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole, and its rows have no other name.
            <tr key={index}>
              <td className={`${cell} whitespace-nowrap tabular-nums`}>{placeWords(at)}</td>
              <td className={cell}>
                <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
                  {text === '' ? <span className="text-text-3">No words</span> : text}
                </span>
                {layer === null ? null : <span className="block text-meta text-text-3">{layer}</span>}
              </td>
              <td className={`${cell} whitespace-nowrap`}>{outcomeWords[outcome]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > first.length ? (
        <p className="px-2 py-1 text-text-2">
          The first {first.length} of {all}.
        </p>
      ) : null}
    </section>
  );
}
