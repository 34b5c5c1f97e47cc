import { isIpv4 } from '@klockwork/api-machinery';
import type { NetworkView } from '../network-view.ts';
import { clusterRecords, type NameTarget } from './cluster-records.ts';
import { CLUSTER_DOMAIN, type DnsAnswer, type DnsData, type DnsQuestion, type DnsRecord } from './dns-message.ts';
import { bareName, inClusterDomain, parseClusterName } from './parse-name.ts';
import { namesOfAddress, reversedAddress } from './reverse-records.ts';

/** DNS content: names of the cluster, plus a serial number that grows with each change. */
export interface DnsZone {
  readonly view: NetworkView;
  readonly serial: number;
  /** Random number in [0, 1) from the caller, which selects the first of several addresses; absent: fixed order. */
  readonly draw?: number;
}

/** TTL of records, s: `ttl 30` of kubeadm's Corefile. */
const TTL = 30;
/** CNAMEs are followed so often. */
const LINKS_MAX = 7;
const NOTHING: DnsAnswer = { code: 'NOERROR', answers: [], authority: [], additional: [] };
const NO_SUCH_NAME: DnsAnswer = { ...NOTHING, code: 'NXDOMAIN' };

/**
 * Response of cluster DNS, IPv4 only: A, SRV, CNAME and SOA below `cluster.local`, PTR below `in-addr.arpa`. Other names do not exist, as
 * the lab has no Internet. Models CoreDNS with the kubernetes plugin as configured by kubeadm.
 */
export function answerDns({ name, type }: DnsQuestion, world: DnsZone): DnsAnswer {
  const question = { name: bareName(name), type: type.toUpperCase() };
  const ip = reversedAddress(question.name);
  if (ip !== undefined) return reverseAnswer(question, namesOfAddress(ip, world.view));
  if (!inClusterDomain(question.name)) return NO_SUCH_NAME;
  const targets = lookUp(question.name, world.view);
  const authority = [startOfAuthority(world.serial)];
  if (question.type === 'SOA' && question.name.toLowerCase() === CLUSTER_DOMAIN) return { ...NOTHING, answers: authority };
  if (targets === undefined) return { ...NO_SUCH_NAME, authority };
  const answer = answerOf(question, targets, world);
  return answer.answers.length > 0 ? answer : { ...answer, authority };
}

function answerOf(question: DnsQuestion, targets: readonly NameTarget[], { view, draw = 0 }: DnsZone): DnsAnswer {
  if (question.type === 'SRV') return serviceAnswer(question.name, targets);
  if (question.type === 'CNAME') return { ...NOTHING, answers: aliases(question.name, targets).slice(0, 1) };
  return { ...NOTHING, answers: question.type === 'A' ? turned(addressAnswer(question.name, targets, view, 0), draw) : [] };
}

/** Rotates addresses to balance clients. Replaces the plugin loadbalance, which shuffles. */
function turned(records: readonly DnsRecord[], draw: number): readonly DnsRecord[] {
  const [addresses, others] = [records.filter(({ type }) => type === 'A'), records.filter(({ type }) => type !== 'A')];
  const first = Math.floor(draw * addresses.length);
  return [...others, ...addresses.slice(first), ...addresses.slice(0, first)];
}

function lookUp(name: string, view: NetworkView): readonly NameTarget[] | undefined {
  const clusterName = parseClusterName(name);
  if (clusterName === 'apex') return [];
  return clusterName === undefined ? undefined : clusterRecords(clusterName, view);
}

/** Addresses, and what a CNAME leads to. Models `A` of CoreDNS' plugin/backend_lookup.go. */
function addressAnswer(name: string, targets: readonly NameTarget[], view: NetworkView, links: number): readonly DnsRecord[] {
  const hosts = new Set(targets.filter(({ isAddress }) => isAddress).map(({ host }) => host));
  const addresses = [...hosts].map((address) => record(name, { type: 'A', address }));
  if (links > LINKS_MAX) return addresses;
  return [...addresses, ...aliases(name, targets).flatMap((alias) => followed(alias, view, links))];
}

/** A CNAME into the cluster is omitted without an address; one outside is returned alone. */
function followed(alias: DnsRecord & { type: 'CNAME' | 'PTR' }, view: NetworkView, links: number): readonly DnsRecord[] {
  if (!inClusterDomain(alias.target)) return [alias];
  const next = addressAnswer(alias.target, lookUp(alias.target, view) ?? [], view, links + 1);
  return next.length > 0 ? [alias, ...next] : [];
}

function aliases(name: string, targets: readonly NameTarget[]): (DnsRecord & { type: 'CNAME' | 'PTR' })[] {
  return targets
    .filter(({ host, isAddress }) => !isAddress && bareName(host).toLowerCase() !== name.toLowerCase())
    .map(({ host }) => ({ name, ttl: TTL, type: 'CNAME', target: bareName(host) }));
}

/** All share one weight. Models `SRV` of CoreDNS' plugin/backend_lookup.go. */
function serviceAnswer(name: string, targets: readonly NameTarget[]): DnsAnswer {
  const weight = Math.max(1, Math.floor(100 / targets.length));
  const answers = new Map<string, DnsRecord>();
  const additional = new Map<string, DnsRecord>();
  for (const { host, isAddress, port, name: own } of targets) {
    if (port === undefined && isAddress) continue;
    const target = isAddress ? own : bareName(host);
    answers.set(`${target}:${port}`, record(name, { type: 'SRV', priority: 0, weight, port: port ?? 0, target }));
    if (isAddress && isIpv4(host)) additional.set(`${target}:${host}`, record(target, { type: 'A', address: host }));
  }
  return { ...NOTHING, answers: [...answers.values()], additional: [...additional.values()] };
}

function reverseAnswer({ name, type }: DnsQuestion, names: readonly string[]): DnsAnswer {
  if (names.length === 0) return NO_SUCH_NAME;
  return { ...NOTHING, answers: type === 'PTR' ? names.map((target) => record(name, { type: 'PTR', target })) : [] };
}

function record(name: string, data: DnsData): DnsRecord {
  return { name, ttl: TTL, ...data };
}

/** Authority of negative responses. Models `SOA` of CoreDNS' plugin/backend_lookup.go. */
function startOfAuthority(serial: number): DnsRecord {
  const [server, mailbox] = [`ns.dns.${CLUSTER_DOMAIN}`, `hostmaster.${CLUSTER_DOMAIN}`];
  return record(CLUSTER_DOMAIN, { type: 'SOA', server, mailbox, serial, refresh: 7200, retry: 1800, expire: 86_400, minimum: TTL });
}
