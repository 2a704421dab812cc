import { z } from 'zod';
import { create } from 'zustand';
import { type CallSortKey, callSortKeySchema } from '#shared/model/list.ts';
import { readStored, writeStored } from './pane-size.ts';

const storageKey = 'earmark.columns';
const choiceSchema = z.partialRecord(callSortKeySchema, z.boolean());
type Choice = z.infer<typeof choiceSchema>;

function restored(): Choice {
  try {
    const parsed = choiceSchema.safeParse(JSON.parse(readStored(storageKey) ?? '{}'));
    if (parsed.success) return parsed.data;
  } catch {
    // Nonsense, or of another version: the columns come by the room there is.
  }
  return {};
}

/** Columns of the call list that the reader wants or does not want, on this computer. */
export const useColumnChoice = create<{ choice: Choice }>(() => ({ choice: restored() }));

/** Wants a column, or does not. */
export function chooseColumn(key: CallSortKey, isShown: boolean): void {
  setChoice({ ...useColumnChoice.getState().choice, [key]: isShown });
}

/** Lets the columns come and go with the room there is again. */
export function forgetColumns(): void {
  setChoice({});
}

function setChoice(choice: Choice): void {
  useColumnChoice.setState({ choice });
  writeStored(storageKey, JSON.stringify(choice));
}
