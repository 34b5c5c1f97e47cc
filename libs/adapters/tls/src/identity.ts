import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, createClientCertificate, createServerCertificate, type KeyPair, serves } from './certificates.ts';

/** Certificates of an api-server, and the token of its administrator. */
export interface Identity {
  readonly authority: string;
  readonly server: KeyPair;
  readonly token: string;
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
  const stored = readPair(folder, 'apiserver');
  const server =
    stored !== undefined && serves(stored, authority, hosts)
      ? stored
      : writePair(folder, 'apiserver', createServerCertificate(authority, hosts));
  const frontProxy = loadFrontProxy(folder);
  return { authority: authority.certificate, server, frontProxy, token: loadSecret(join(folder, 'admin.token')) };
}

/** File names are kubeadm's. */
function loadFrontProxy(folder: string): Identity['frontProxy'] {
  const authority = readPair(folder, 'front-proxy-ca') ?? writePair(folder, 'front-proxy-ca', createAuthority('front-proxy-ca'));
  const stored = readPair(folder, 'front-proxy-client');
  const client =
    stored !== undefined && serves(stored, authority, [])
      ? stored
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

/** Writes `text` to `file` atomically, with mode 0600. Throws the system's error, and leaves no other file behind. */
export function writePrivate(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(fresh, text, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
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
