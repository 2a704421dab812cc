import { storeBundledCall } from '../bundle/records.ts';
import { storeAudio, storeRecording } from '../recordings/records.ts';
import { applyChanges, importEvents, recordChanges, undoCommand } from '../review/records.ts';
import { backupUserData } from '../store/backup.ts';
import { markContentDamaged } from '../store/content-digest.ts';
import type { WriteDb } from '../store/db.ts';
import { saveDraft } from '../store/drafts.ts';
import { eraseCall } from '../store/erase.ts';
import { writeValue } from '../store/key-values.ts';
import { forgetKnownFile } from '../store/known-files.ts';
import { saveMeasuresText } from '../store/measures.ts';
import { rebuildQueue, refreshSights } from '../store/queue-work.ts';
import { markEvicted, noteUsed, setPinned } from '../store/recording-use.ts';
import { forgetRecordingFile, noteRecording, resetUnfinishedRecordings, setPeaksReady } from '../store/recordings.ts';
import { writeSettings } from '../store/settings.ts';
import { saveSpeech, setAgentChannel, setClockNudge } from '../store/timing.ts';
import { forgetOldIndex, saveIndexText } from '../store/turn-index/save.ts';
import {
  askAgain,
  endBatch,
  planCalls,
  planStored,
  receiveCall,
  receivePage,
  retryFailed,
  storeCallFailure,
} from '../sync/records.ts';

/** Everything that can be written, each whole or not at all. Arguments and results travel between threads: plain data only. */
export const commands = {
  applyChanges,
  askAgain,
  backupUserData,
  endBatch,
  eraseCall,
  forgetKnownFile,
  forgetOldIndex,
  forgetRecordingFile,
  importEvents,
  markContentDamaged,
  markEvicted,
  noteRecording,
  noteUsed,
  planCalls,
  planStored,
  rebuildQueue,
  recordChanges,
  refreshSights,
  resetUnfinishedRecordings,
  retryFailed,
  saveDraft,
  saveIndexText,
  saveMeasuresText,
  saveSpeech,
  setAgentChannel,
  setClockNudge,
  setPeaksReady,
  setPinned,
  storeAudio,
  storeBundledCall,
  receiveCall,
  receivePage,
  storeCallFailure,
  storeRecording,
  undoCommand,
  writeSettings,
  writeValue,
} satisfies Record<string, (db: WriteDb, ...args: never[]) => unknown>;

/** Those that make their own transaction or work on files: they run between the batches. */
export const aloneCommands: ReadonlySet<CommandName> = new Set<CommandName>(['backupUserData', 'eraseCall']);

export type CommandName = keyof typeof commands;
type Command<N extends CommandName> = (typeof commands)[N];
export type CommandArgs<N extends CommandName> =
  Command<N> extends (db: WriteDb, ...args: infer Args) => unknown ? Args : never;
export type CommandResult<N extends CommandName> = ReturnType<Command<N>>;
