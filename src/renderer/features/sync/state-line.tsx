import type { ReactNode } from 'react';
import { formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { navigate } from '../../lib/router.ts';
import { type Shape, StatusShape, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { isPaused, isRunning, lastRunSentence, pausedSentence, phaseHeadline, workspaceLabel } from './sync-words.ts';

/** One calm sentence on how things stand, and the one thing to do. */
export function StateLine({ sync, connection }: { sync: SyncStatus; connection: Connection }) {
  const now = Date.now();
  const success = sync.lastSuccessMs === null ? 'never' : formatTime(sync.lastSuccessMs, undefined, now);
  const offline =
    sync.offlineSinceMs === null
      ? null
      : `Offline since ${formatTime(sync.offlineSinceMs, undefined, now)}. Everything already here works. Last complete sync: ${success}.`;
  const offlineLine = offline === null ? null : <Line shape="ring" tone="slow" text={offline} />;
  if (isPaused(sync)) {
    return (
      <>
        <Line shape="square" tone="slow" text={pausedSentence} />
        {offlineLine}
      </>
    );
  }
  if (isRunning(sync)) {
    return (
      <>
        <Line shape="half" tone="accent" text={`${workspaceLabel(connection)}: ${doing(sync)}`} />
        {offlineLine}
      </>
    );
  }
  const toSettings = (
    <Button onClick={() => navigate({ name: 'settings', section: 'connection' })}>Connection settings</Button>
  );
  if (connection.keyStored === 'none' && connection.workspace === 'own') {
    return (
      <Line shape="ring" tone="slow" text="No key is known for this workspace. Everything already here works.">
        {toSettings}
      </Line>
    );
  }
  if (sync.lastRun?.outcome === 'unauthorized') {
    return (
      <Line shape="triangle" tone="bad" text={lastRunSentence(sync)}>
        {toSettings}
      </Line>
    );
  }
  if (offlineLine !== null) return offlineLine;
  const gaps = sync.lastRun !== null && ['incomplete', 'failed'].includes(sync.lastRun.outcome);
  return <Line shape={gaps ? 'triangle' : 'disc'} tone={gaps ? 'slow' : 'ok'} text={lastRunSentence(sync)} />;
}

function doing(sync: SyncStatus): string {
  return sync.waiting === null ? `${phaseHeadline(sync)}.` : `${phaseHeadline(sync)}. ${sync.waiting}`;
}

interface LineProps {
  shape: Shape;
  tone: Tone;
  text: string;
  children?: ReactNode;
}

function Line({ shape, tone, text, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <StatusShape shape={shape} tone={tone} />
      <p className="min-w-0 flex-1">{text}</p>
      {children}
    </div>
  );
}
