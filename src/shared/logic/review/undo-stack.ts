/** A command of the log: what was done together, and which command it takes back. */
export interface LoggedCommand {
  command: string;
  undoes: string | null;
}

/** What undo and redo would take back; null when there is nothing. */
export interface UndoStack {
  undo: string | null;
  redo: string | null;
}

/**
 * What can be undone and redone after these commands, the oldest first. To undo is a command that takes another back; to redo
 * is to take an undo back; whatever is done anew ends the redoing.
 */
export function undoStack(commands: readonly LoggedCommand[]): UndoStack {
  const undo: string[] = [];
  const redo: string[] = [];
  for (const { command, undoes } of commands) {
    if (undoes !== null && undoes === redo.at(-1)) {
      redo.pop();
      undo.push(command);
    } else if (undoes !== null && undoes === undo.at(-1)) {
      undo.pop();
      redo.push(command);
    } else {
      undo.push(command);
      redo.length = 0;
    }
  }
  return { undo: undo.at(-1) ?? null, redo: redo.at(-1) ?? null };
}
