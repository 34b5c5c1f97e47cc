import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, createServerCertificate, type KeyPair, serves } from './certificates.ts';

/** What an api-server proves itself with, and the token its administrator shows. */
export interface Identity {
  readonly authority: string;
  readonly server: KeyPair;
  readonly token: string;
}

/**
 * The identity kept in `folder` (`pki` of the data folder); what is missing or no longer fits is made.
 * Private files have mode 0600. Each file is replaced whole, so a crash leaves the old one or the new one.
 */
export async function loadIdentity(folder: string, hosts: readonly string[]): Promise<Identity> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = readPair(folder, 'ca') ?? writePair(folder, 'ca', await createAuthority('klockwork-ca'));
  const kept = readPair(folder, 'apiserver');
  const server =
    kept !== undefined && serves(kept, authority, hosts)
      ? kept
      : writePair(folder, 'apiserver', await createServerCertificate(authority, hosts));
  return { authority: authority.certificate, server, token: loadSecret(join(folder, 'admin.token')) };
}

/** A random secret kept in `file` (0600), made at first use. */
export function loadSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(24).toString('base64url');
  writePrivate(file, `${secret}\n`);
  return secret;
}

/** Writes `text` to `file` with mode 0600, whole or not at all. Throws the system's error, and leaves no other file behind. */
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

/** True when `given` is `expected`, in a time that tells nothing about where they differ. */
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
  // The key last: a certificate without its key counts as missing, one with a key of another does not serve.
  writePrivate(join(folder, `${name}.crt`), pair.certificate);
  writePrivate(join(folder, `${name}.key`), pair.key);
  return pair;
}
