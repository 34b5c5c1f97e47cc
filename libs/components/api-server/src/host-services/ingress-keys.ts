import type { HostKeyPair } from '@klockwork/http-api';
import { byteString, decodeBase64 } from '@klockwork/kernel';
import type { Ingress, Secret } from '@klockwork/resources';

/** Ingresses and their certificates. */
export interface IngressKeysView {
  readonly ingresses: () => readonly Ingress[];
  readonly secret: (namespace: string, name: string) => Secret | undefined;
}

const TLS_SECRET = 'kubernetes.io/tls';

/**
 * Returns the certificate for a server name: of a `tls` entry with this host, then with its wildcard, then without hosts. Undefined without
 * an entry, and for a Secret that is absent or of another type. Models `IngressTLS` of networking.k8s.io/v1.
 */
export function ingressKeys(serverName: string, { ingresses, secret }: IngressKeysView): HostKeyPair | undefined {
  const name = serverName.toLowerCase();
  const wildcard = `*${name.slice(name.indexOf('.'))}`;
  const entries = ingresses().flatMap(({ metadata, spec }) =>
    (spec?.tls ?? []).map((entry) => ({
      namespace: metadata?.namespace ?? '',
      hosts: entry.hosts ?? [],
      secretName: entry.secretName ?? '',
    })),
  );
  const ranks = [[name], name.includes('.') ? [wildcard] : [], []];
  for (const [rank, wantedKey] of ranks.entries()) {
    const isLast = rank === ranks.length - 1;
    const matching = entries.filter(({ hosts }) => (isLast ? hosts.length === 0 : hosts.some((host) => wantedKey.includes(host))));
    for (const { namespace, secretName } of matching) {
      const keys = tlsKeysOf(secret(namespace, secretName));
      if (keys !== undefined) return keys;
    }
  }
  return undefined;
}

/** Returns the key pair of a Secret of type `kubernetes.io/tls`; undefined for others. */
export function tlsKeysOf(secret: Secret | undefined): HostKeyPair | undefined {
  const { 'tls.crt': certificate, 'tls.key': key } = secret?.data ?? {};
  if (secret?.type !== TLS_SECRET || !certificate || !key) return undefined;
  return { certificate: textOf(certificate), key: textOf(key) };
}

/** PEM is ASCII. */
function textOf(base64: string): string {
  return byteString(decodeBase64(base64));
}
