/** Cluster domain. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** DNS question. `name` with or without trailing dot, any case; `type` as in `dig`: `A`, `SRV` … */
export interface DnsQuestion {
  readonly name: string;
  readonly type: string;
}

/** Record data. Names have no trailing dot. */
export type DnsData =
  | { readonly type: 'A'; readonly address: string }
  | { readonly type: 'CNAME' | 'PTR'; readonly target: string }
  | { readonly type: 'SRV'; readonly priority: number; readonly weight: number; readonly port: number; readonly target: string }
  | ({ readonly type: 'SOA' } & StartOfAuthority);

/** Start of authority; times in seconds. */
export interface StartOfAuthority {
  readonly server: string;
  readonly mailbox: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** DNS record with owner name and TTL (s). */
export type DnsRecord = { readonly name: string; readonly ttl: number } & DnsData;

/** DNS response. `NOERROR` without answers means an existing name without records of that type (NODATA); `NXDOMAIN`, a nonexistent name. */
export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN';
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}
