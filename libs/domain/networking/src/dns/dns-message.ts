/** The domain of the cluster's own names. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** What is asked. `name` with or without its last dot, in any case; `type` as `dig` spells it: `A`, `SRV` … */
export interface DnsQuestion {
  readonly name: string;
  readonly type: string;
}

/** What a record tells. Names are without their last dot. */
export type DnsData =
  | { readonly type: 'A'; readonly address: string }
  | { readonly type: 'CNAME' | 'PTR'; readonly target: string }
  | { readonly type: 'SRV'; readonly priority: number; readonly weight: number; readonly port: number; readonly target: string }
  | ({ readonly type: 'SOA' } & StartOfAuthority);

/** Who speaks for a domain, and for how long (in seconds) what it says is good. */
export interface StartOfAuthority {
  readonly server: string;
  readonly mailbox: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** A record: whose, for how many seconds it is good, and what it tells. */
export type DnsRecord = { readonly name: string; readonly ttl: number } & DnsData;

/**
 * What a server answers. `NOERROR` without answers says that the name exists but has nothing of that type (NODATA); `NXDOMAIN`,
 * that there is no such name.
 */
export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN';
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}
