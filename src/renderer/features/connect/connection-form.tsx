import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import type { Connection, ConnectionTest, Generation } from '#shared/model/connection.ts';
import { useAppInfo } from '../../lib/actions.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { baseUrlProblem, defaultBaseUrl, keyProblem } from './connection-words.ts';

export interface ConnectionFormProps {
  connection: Connection;
  saveLabel: string;
  onSaved: (connection: Connection) => void;
  onCancel?: () => void;
}

/** Base URL and key, with a test before anything is stored. */
export function ConnectionForm({ connection, saveLabel, onSaved, onCancel }: ConnectionFormProps) {
  const queries = useQueryClient();
  const [baseUrl, setBaseUrl] = useState(connection.baseUrl ?? defaultBaseUrl);
  const [apiKey, setApiKey] = useState('');
  const [touched, setTouched] = useState(false);
  const resultId = useId();
  const test = useMutation(orpc.connection.test.mutationOptions());
  const save = useMutation(
    orpc.connection.save.mutationOptions({
      onSuccess: (saved) => {
        queries.setQueryData(orpc.connection.get.queryKey(), saved);
        onSaved(saved);
      },
    }),
  );

  const urlError = touched ? baseUrlProblem(baseUrl) : null;
  const keyError = touched ? keyProblem(apiKey) : null;
  const busy = test.isPending || save.isPending;
  const endpoint = { baseUrl: baseUrl.trim(), apiKey: apiKey.trim() };
  const ready = (): boolean => {
    setTouched(true);
    return baseUrlProblem(baseUrl) === null && keyProblem(apiKey) === null;
  };
  const changed = (): void => {
    test.reset();
    save.reset();
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!ready()) return;
        test.reset();
        save.mutate(endpoint);
      }}
    >
      <Field label="Base URL" hint="Change it only if Voicy gave you another address." error={urlError}>
        {(ids) => (
          <Input
            {...ids}
            type="url"
            value={baseUrl}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setBaseUrl(event.target.value);
              changed();
            }}
          />
        )}
      </Field>
      <Field label="API key" hint={<KeyHint />} error={keyError}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            value={apiKey}
            spellCheck={false}
            autoComplete="off"
            className="font-mono"
            onChange={(event) => {
              setApiKey(event.target.value);
              changed();
            }}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={busy} aria-describedby={resultId}>
          {saveLabel}
        </Button>
        <Button disabled={busy} aria-describedby={resultId} onClick={() => ready() && test.mutate(endpoint)}>
          Test
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="ghost" disabled={busy} onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <output id={resultId} className="min-h-11 block">
        <Result
          busy={test.isPending ? 'test' : save.isPending ? 'save' : null}
          test={test.data ?? null}
          error={test.error ?? save.error}
        />
      </output>
    </form>
  );
}

function KeyHint() {
  const info = useAppInfo();
  if (info === undefined) return null;
  return info.capabilities.keyring
    ? 'Encrypted by this computer’s keyring, and sent only to the address above.'
    : 'Kept in memory until Earmark ends, never written to disk, and sent only to the address above.';
}

const generations: Record<Generation, string> = {
  v1: 'current API (v1)',
  functions: 'older API (functions)',
  legacy: 'first API (legacy)',
};

interface ResultProps {
  busy: 'test' | 'save' | null;
  test: ConnectionTest | null;
  error: unknown;
}

function Result({ busy, test, error }: ResultProps) {
  if (busy !== null) return <p className="text-text-2">{busy === 'test' ? 'Asking Voicy…' : 'Testing and saving…'}</p>;
  if (error !== null) return <Verdict ok={false} text={problemOf(error).message} />;
  if (test === null) return null;
  if (!test.ok) return <Verdict ok={false} text={test.message} />;
  const details = [
    test.generation === null ? null : generations[test.generation],
    test.latestCallMs === null
      ? 'no calls there yet'
      : `latest call ${formatDateTime(test.latestCallMs, undefined, Date.now())}`,
  ].filter((part) => part !== null);
  return <Verdict ok text={test.message} details={details.join(', ')} />;
}

function Verdict({ ok, text, details = '' }: { ok: boolean; text: string; details?: string }) {
  return (
    <div className="flex gap-2">
      <StatusShape shape={ok ? 'disc' : 'triangle'} tone={ok ? 'ok' : 'bad'} className="mt-1" />
      <div>
        <p>{text}</p>
        {details === '' ? null : <p className="text-text-2">{details}</p>}
      </div>
    </div>
  );
}
