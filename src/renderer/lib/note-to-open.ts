/** A note that a call is to be opened at: left here by whoever navigates, taken by the call's view. */
let waiting: { callId: string; noteId: string } | null = null;

export function leaveNoteToOpen(callId: string, noteId: string): void {
  waiting = { callId, noteId };
}

/** The note this call was opened for; null for none. */
export function peekNoteToOpen(callId: string): string | null {
  return waiting?.callId === callId ? waiting.noteId : null;
}

export function forgetNoteToOpen(): void {
  waiting = null;
}
