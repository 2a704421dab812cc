import { client, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import { saveHandout } from '../exchange/files.ts';

/** Has the call's report made and saved: a page to print, or a PDF where the host makes one. */
export async function saveReport(callId: string, pdf: boolean): Promise<void> {
  try {
    const made = await client.report.make({ callId, format: pdf ? 'pdf' : 'html' });
    saveHandout(made);
    toast.ok(pdf ? `${made.fileName} was saved.` : `${made.fileName} was saved: open it and print it.`);
  } catch (error) {
    toast.error(problemOf(error).message);
  }
}
