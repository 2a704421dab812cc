/** Elements that never run anything and load nothing: what wavesurfer's shadow root is made of. */
const harmless = new Set(['style', 'div', 'span', 'canvas', 'slot']);

/** Lets HTML through only when it is made of harmless elements without handlers or addresses; null refuses it. */
export function checkHtml(html: string): string | null {
  for (const [, name = ''] of html.matchAll(/<\s*\/?\s*([^\s>/]+)/g)) {
    if (!harmless.has(name.toLowerCase())) return null;
  }
  return /<[^>]*\s(on\w+|href|src|srcdoc|style)\s*=/i.test(html) ? null : html;
}

/** Lets a script's address through only when it is ours (a worker's file); null refuses it. */
export function checkScriptUrl(url: string, origin: string): string | null {
  try {
    return new URL(url, origin).origin === origin ? url : null;
  } catch {
    return null;
  }
}

interface PolicyFactory {
  createPolicy: (
    name: string,
    rules: { createHTML: (html: string) => string | null; createScriptURL: (url: string) => string | null },
  ) => unknown;
}

/** Installs the one policy that the CSP names (`trusted-types default`). Before anything else runs. */
export function installTrustedTypes(): void {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML: checkHtml,
    createScriptURL: (url) => checkScriptUrl(url, window.location.origin),
  });
}
