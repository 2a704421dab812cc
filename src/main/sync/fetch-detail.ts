import type { SignedUrl, VoicyClient } from '../voicy/types.ts';
import type { Writer } from '../writer/writer.ts';
import type { StoreContext, StoredCall } from './records.ts';

export interface DetailContext {
  writer: Writer;
  client: VoicyClient;
  context: () => StoreContext;
  /** A fresh link, before anything is stored: once it is, the download it belongs to may begin at any moment. */
  onLink?: (id: string, link: SignedUrl) => void;
  /** After the call was stored. */
  onStored: (id: string, stored: StoredCall) => void;
}

/** One Get Call, stored whole. Its recording's link is returned and never stored. Throws what the client and the writer throw. */
export async function fetchDetail(
  id: string,
  { writer, client, context, onLink, onStored }: DetailContext,
  signal: AbortSignal,
): Promise<StoredCall & { link: SignedUrl | null }> {
  const fetched = await client.getCall(id, signal);
  const link = fetched.kind === 'call' ? fetched.recording : null;
  if (link) onLink?.(id, link);
  // The link stays on this thread and off the disk.
  const kept = fetched.kind === 'call' ? { ...fetched, recording: null } : fetched;
  const stored = await writer.run('storeCall', id, kept, link !== null, context());
  onStored(id, stored);
  return { ...stored, link };
}
