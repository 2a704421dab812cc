/** Hands bytes to the browser as a file. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the bytes once it was begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name that every file system takes, from words of any script; `otherwise` when nothing is left of them. */
export function fileNameOf(words: string, otherwise: string): string {
  const safe = words
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return safe.slice(0, 80) || otherwise;
}
