import { createHmac } from 'node:crypto';
import { findSigner, getSigner } from './signers/index.ts';
import type { Claim, Signer, SignerName } from './signers/signer.ts';

/** What a request's URL turned out to be. */
export type UrlVerdict =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad-signature'; readonly signer: Signer }
  | { readonly kind: 'expired' | 'alive'; readonly signer: Signer; readonly claim: Claim };

/** Makes signed URLs and judges them. */
export interface UrlBook {
  issue(signer: SignerName, object: string, lifetimeMs: number): string;
  judge(url: URL): UrlVerdict;
  /** Every URL issued so far counts as expired. */
  expireAll(): void;
  revoke(url: URL): void;
}

/** `origin` is asked late because the port is known only once the server listens. */
export function createUrlBook(origin: () => string, rootSecret: Buffer, now: () => number): UrlBook {
  // A URL of an earlier era still verifies, against an earlier secret: that is how it is known to be expired, not forged.
  const eras = [eraSecret(rootSecret, 0)];
  const revoked = new Set<string>();
  const host = (): string => new URL(origin()).host;
  const idOf = (url: URL): string => `${url.pathname}${url.search}`;

  return {
    issue(name, object, lifetimeMs) {
      const issuedAtMs = now();
      const secret = eras.at(-1) as Buffer;
      const expiresAtMs = issuedAtMs + lifetimeMs;
      return origin() + getSigner(name).sign({ object, issuedAtMs, expiresAtMs, secret, host: host() });
    },
    judge(url) {
      const signer = findSigner(url);
      if (!signer) return { kind: 'unknown' };
      for (let era = eras.length - 1; era >= 0; era--) {
        const claim = signer.verify(url, eras[era] as Buffer, host());
        if (!claim) continue;
        const alive = era === eras.length - 1 && now() < claim.expiresAtMs && !revoked.has(idOf(url));
        return { kind: alive ? 'alive' : 'expired', signer, claim };
      }
      return { kind: 'bad-signature', signer };
    },
    expireAll() {
      eras.push(eraSecret(rootSecret, eras.length));
    },
    revoke(url) {
      revoked.add(idOf(url));
    },
  };
}

function eraSecret(rootSecret: Buffer, era: number): Buffer {
  return createHmac('sha256', rootSecret).update(`era ${era}`).digest();
}
