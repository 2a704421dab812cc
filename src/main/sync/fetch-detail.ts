import type { SignedUrl, VoicyClient } from '../voicy/types.ts';
import type { Writer } from '../writer/writer.ts';
import type { ReceivedCall, StoreContext, StoredCall } from './records.ts';

export interface DetailContext {
  writer: Writer;
  client: VoicyClient;
  context: () => StoreContext;
  /** After the call was stored; `link` is its recording's, fresh, and in memory only. */
  onStored: (id: string, stored: StoredCall, link: SignedUrl | null) => void;
}

/**
 * One Get Call, read and stored whole in the writing thread. Its recording's link is returned and never stored. Throws what
 * the client and the writer throw.
 */
export async function fetchDetail(
  id: string,
  { writer, client, context, onStored }: DetailContext,
  signal: AbortSignal,
): Promise<ReceivedCall> {
  const received = await client.readCall(id, (answer) => writer.run('receiveCall', answer, context()), signal);
  onStored(id, received, received.link);
  return received;
}
