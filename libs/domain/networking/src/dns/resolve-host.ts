import { isIpv4 } from '@klockwork/api-machinery';
import type { DnsAnswer, DnsQuestion } from './dns-message.ts';

/** Options of `/etc/resolv.conf`. */
export interface ResolverOptions {
  readonly searches: readonly string[];
  /** Names with at least this many dots are first queried unchanged; default 1. */
  readonly ndots: number;
  /** C library of a program; musl on Alpine. */
  readonly library: 'glibc' | 'musl';
}

/** Addresses with their canonical name, or the failure. */
export type HostLookup =
  | { readonly addresses: readonly string[]; readonly name: string }
  | { readonly failure: 'no-such-name' | 'no-address' };

/**
 * Full names to query in order until one resolves. A trailing dot disables the search list. With enough dots glibc queries the name before
 * the list, and musl skips the list; otherwise the list is first.
 */
export function searchNames(name: string, { searches, ndots, library }: ResolverOptions): readonly string[] {
  if (name.endsWith('.')) return [name];
  const listed = searches.map((domain) => `${name}.${domain}`);
  if (name.split('.').length - 1 < ndots) return [...listed, name];
  return library === 'musl' ? [name] : [name, ...listed];
}

/**
 * Resolves addresses of a name like a C library; an address resolves to itself. At a name without addresses musl stops, glibc continues.
 * Models `__res_context_search` of glibc's resolv/res_query.c and `name_from_dns_search` of musl.
 */
export function resolveHost(name: string, options: ResolverOptions, ask: (question: DnsQuestion) => DnsAnswer): HostLookup {
  if (isIpv4(name)) return { addresses: [name], name };
  let failure: 'no-such-name' | 'no-address' = 'no-such-name';
  for (const candidate of searchNames(name, options)) {
    const { code, answers } = ask({ name: candidate, type: 'A' });
    const addresses = answers.flatMap((record) => (record.type === 'A' ? [{ ip: record.address, owner: record.name }] : []));
    if (addresses[0] !== undefined) return { addresses: addresses.map(({ ip }) => ip), name: addresses[0].owner };
    if (code === 'NXDOMAIN') continue;
    failure = 'no-address';
    if (options.library === 'musl') break;
  }
  return { failure };
}
