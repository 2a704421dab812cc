import { z } from 'zod';

/** Has the browser fetch a file that the host made, as a download. */
export function saveHandout({ token, fileName }: { token: string; fileName: string }): void {
  const link = document.createElement('a');
  link.href = `/handouts/${encodeURIComponent(token)}`;
  link.download = fileName;
  link.click();
}

const handedIn = z.object({ token: z.string() });

/** Hands a file in; answers with its token. Rejects with a sentence for the reader. */
export async function handIn(file: File, signal: AbortSignal): Promise<string> {
  const response = await fetch('/handouts', {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
    signal,
  });
  if (!response.ok) throw new Error((await response.text()).trim() || 'The file could not be handed over; try again.');
  return handedIn.parse(await response.json()).token;
}
