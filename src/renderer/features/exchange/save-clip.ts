import { client, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import { saveHandout } from './files.ts';

/** Cuts a stretch out of a recording and has the browser save it as WAV; a failure is said in a toast. */
export async function saveClip(stretch: { callId: string; startMs: number; endMs: number }): Promise<void> {
  try {
    const made = await client.exchange.clip(stretch);
    saveHandout(made);
    toast.ok(`${made.fileName} was cut out.`);
  } catch (error) {
    toast.error(problemOf(error).message);
  }
}
