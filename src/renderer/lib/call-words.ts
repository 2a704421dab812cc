import type { Direction, RecordingState, StatusGroup } from '#shared/model/call.ts';
import type { Shape, Tone } from '../ui/badge.tsx';

export interface Wording {
  label: string;
  shape: Shape;
  tone: Tone;
  /** What it means, or what can be done: the tooltip. */
  hint: string;
}

const statusLabels: Record<string, string> = {
  initiated: 'Initiated',
  ringing: 'Ringing',
  ongoing: 'Ongoing',
  in_progress: 'In progress',
  user_hangup: 'Caller hung up',
  agent_hangup: 'Agent hung up',
  inactivity: 'Inactivity',
  error_inactivity: 'Inactivity (error)',
  ended: 'Ended',
  busy: 'Busy',
  no_answer: 'No answer',
  error: 'Error',
  canceled: 'Canceled',
};

/** A vendor status in words; one that this version does not know stays as the vendor wrote it. */
export function statusLabel(status: string): string {
  return Object.hasOwn(statusLabels, status) ? (statusLabels[status] ?? status) : status;
}

export const statusGroupWords: Record<StatusGroup, Wording> = {
  'in-progress': { label: 'In progress', shape: 'half', tone: 'accent', hint: 'The call is not over yet' },
  completed: { label: 'Completed', shape: 'disc', tone: 'neutral', hint: 'The call took place and is over' },
  failed: { label: 'Failed', shape: 'triangle', tone: 'bad', hint: 'The call did not take place, or broke off' },
  unknown: {
    label: 'Other',
    shape: 'diamond',
    tone: 'slow',
    hint: 'A status that this version of Earmark does not know',
  },
};

export const recordingWords: Record<RecordingState, Wording> = {
  ready: { label: 'On this computer', shape: 'disc', tone: 'ok', hint: 'Recording downloaded and verified' },
  downloading: { label: 'Downloading', shape: 'arrow', tone: 'accent', hint: 'Recording is being downloaded' },
  queued: { label: 'Queued', shape: 'half', tone: 'accent', hint: 'Recording will be downloaded next' },
  pending: {
    label: 'Not there yet',
    shape: 'ring',
    tone: 'neutral',
    hint: 'Voicy has no recording yet; Earmark asks again',
  },
  unknown: {
    label: 'Not fetched',
    shape: 'diamond',
    tone: 'neutral',
    hint: 'Not downloaded, or the details of its call have not been read yet',
  },
  none: { label: 'None', shape: 'dash', tone: 'neutral', hint: 'Voicy says that there is no recording' },
  gone: { label: 'Deleted at Voicy', shape: 'cross', tone: 'slow', hint: 'Voicy has deleted the recording' },
  failed: { label: 'Failed', shape: 'triangle', tone: 'bad', hint: 'The download failed; open Sync to see why' },
};

export function directionLabel(direction: Direction): string {
  if (direction === null) return 'Not said';
  return direction === 'incoming' ? 'Incoming' : 'Outgoing';
}

/** `scheduler v7`; the version may come with or without its letter. */
export function versionLabel(version: string | null): string {
  if (version === null) return 'no version';
  return /^\d/.test(version) ? `v${version}` : version;
}
