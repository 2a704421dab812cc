import { expiresParamSigners } from './expires-param.ts';
import { azureSigner, cloudFrontCustomSigner, genericSigner, opaqueSigner, supabaseSigner } from './own-forms.ts';
import type { Signer, SignerName } from './signer.ts';
import { sigV4Signers } from './sigv4.ts';

const signers: readonly Signer[] = [
  supabaseSigner,
  ...sigV4Signers,
  ...expiresParamSigners,
  azureSigner,
  cloudFrontCustomSigner,
  genericSigner,
  opaqueSigner,
];

/** Every way of signing. */
export const signerNames: readonly SignerName[] = signers.map((signer) => signer.name);

/** A signer by its name. */
export function getSigner(name: SignerName): Signer {
  const signer = signers.find((candidate) => candidate.name === name);
  if (!signer) throw new Error(`Unknown signer ${name}.`);
  return signer;
}

/** The signer whose form a URL has. */
export function findSigner(url: URL): Signer | undefined {
  return signers.find((signer) => signer.recognises(url));
}
