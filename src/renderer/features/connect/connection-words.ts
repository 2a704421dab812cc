export const defaultBaseUrl = 'https://api.voicy.co';

/** What is wrong with an address before anyone is asked; null when nothing is. */
export function baseUrlProblem(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return 'Enter the address, such as https://api.voicy.co.';
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return 'This is not a web address. It begins with https://.';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address begins with https://.';
  if (url.username !== '' || url.password !== '') return 'Leave name and password out of the address.';
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !local) return 'The key would travel unencrypted: use https://.';
  return null;
}

export function keyProblem(key: string): string | null {
  const trimmed = key.trim();
  if (trimmed === '') return 'Enter the API key. Voicy’s dashboard shows it under its developer settings.';
  return /\s/.test(trimmed) ? 'There is a space inside the key. Was it copied whole?' : null;
}
