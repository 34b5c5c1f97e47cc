import { isIpv4 } from '@klockwork/api-machinery';
import type { DnsAnswer, DnsQuestion } from './dns-message.ts';

/** What `/etc/resolv.conf` says about names. */
export interface ResolverOptions {
  readonly searches: readonly string[];
  /** A name with so many dots is tried as it is first; 1 unless said. */
  readonly ndots: number;
  /** Whose habits a program has: that of the C library it was built with. Alpine's is musl. */
  readonly library: 'glibc' | 'musl';
}

/** What became of a name: its addresses and the name that has them, or why there are none. */
export type HostLookup =
  | { readonly addresses: readonly string[]; readonly name: string }
  | { readonly failure: 'no-such-name' | 'no-address' };

/**
 * The full names a program asks for, one after the other, until one is answered. A last dot ends it at once. With enough dots glibc
 * tries the name as it is and then the search list; musl does not use the list at all. Otherwise the list comes first.
 */
export function searchNames(name: string, { searches, ndots, library }: ResolverOptions): readonly string[] {
  if (name.endsWith('.')) return [name];
  const listed = searches.map((domain) => `${name}.${domain}`);
  if (name.split('.').length - 1 < ndots) return [...listed, name];
  return library === 'musl' ? [name] : [name, ...listed];
}

/**
 * Looks up the addresses of a name as a C library does; an address stands for itself. On a name without addresses musl stops,
 * glibc goes on. Models `__res_context_search` of glibc's resolv/res_query.c and `name_from_dns_search` of musl.
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
