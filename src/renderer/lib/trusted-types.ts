/** Lets a script's address through only when it is ours (a worker's file); null refuses it. */
export function checkScriptUrl(url: string, origin: string): string | null {
  try {
    return new URL(url, origin).origin === origin ? url : null;
  } catch {
    return null;
  }
}

interface PolicyFactory {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string | null }) => unknown;
}

/** Installs the one policy that the CSP names (`trusted-types default`): HTML from strings is refused whole. Before anything else runs. */
export function installTrustedTypes(): void {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createScriptURL: (url) => checkScriptUrl(url, window.location.origin),
  });
}
