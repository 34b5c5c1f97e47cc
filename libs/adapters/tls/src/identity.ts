import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyCertificateSigner } from './certificate-signer.ts';
import { createAuthority, createClientCertificate, createServerCertificate, type KeyPair, serves } from './certificates.ts';
import { type KeyTokenSigner, loadTokenSigner } from './token-signer.ts';
import { writePrivate } from './write-private.ts';

/** Certificates of an api-server, the token of its administrator, and the key of account tokens. */
export interface Identity {
  readonly authority: string;
  readonly server: KeyPair;
  /** Signs certificate requests with the authority's key, which no other property reveals. */
  readonly certificateSigner: KeyCertificateSigner;
  readonly token: string;
  /** Signer of service account tokens. */
  readonly signer: KeyTokenSigner;
  /** Certificate of this server as a client of extension API servers, and the authority that they trust for it. */
  readonly frontProxy: { readonly authority: string; readonly client: KeyPair };
}

/**
 * Loads the identity in `folder` (`pki` of the data folder), and creates missing or unsuitable parts. Private files have mode 0600. Files
 * are replaced atomically: a crash leaves the old or the new one.
 */
export function loadIdentity(folder: string, hosts: readonly string[]): Identity {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = readPair(folder, 'ca') ?? writePair(folder, 'ca', createAuthority('klockwork-ca'));
  const storedPair = readPair(folder, 'apiserver');
  const server =
    storedPair !== undefined && serves(storedPair, authority, hosts)
      ? storedPair
      : writePair(folder, 'apiserver', createServerCertificate(authority, hosts));
  const frontProxy = loadFrontProxy(folder);
  const [token, signer] = [loadSecret(join(folder, 'admin.token')), loadTokenSigner(folder)];
  return { authority: authority.certificate, certificateSigner: new KeyCertificateSigner(authority), server, frontProxy, token, signer };
}

/** File names are kubeadm's. */
function loadFrontProxy(folder: string): Identity['frontProxy'] {
  const authority = readPair(folder, 'front-proxy-ca') ?? writePair(folder, 'front-proxy-ca', createAuthority('front-proxy-ca'));
  const storedPair = readPair(folder, 'front-proxy-client');
  const client =
    storedPair !== undefined && serves(storedPair, authority, [])
      ? storedPair
      : writePair(folder, 'front-proxy-client', createClientCertificate(authority, 'front-proxy-client'));
  return { authority: authority.certificate, client };
}

/** Loads a random secret from `file` (0600), created on first use. */
export function loadSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(24).toString('base64url');
  writePrivate(file, `${secret}\n`);
  return secret;
}

/** True if `given` equals `expected`, in constant time. */
export function sameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

function readPair(folder: string, name: string): KeyPair | undefined {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  if (!existsSync(key) || !existsSync(certificate)) return undefined;
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
}

function writePair(folder: string, name: string, pair: KeyPair): KeyPair {
  // Key last: a certificate without key counts as missing, and one with a foreign key is unsuitable.
  writePrivate(join(folder, `${name}.crt`), pair.certificate);
  writePrivate(join(folder, `${name}.key`), pair.key);
  return pair;
}
