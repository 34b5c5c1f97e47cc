import type { Clock } from '@klockwork/kernel';
import { type NodePolicies, type PolicyEnd, type PolicyFlow, type PolicyPod, permits } from '@klockwork/resources';
import type { Datagram, Endpoint } from '@klockwork/userland';
import { CLUSTER_DNS, isOfPods } from './cluster-ranges.ts';

/** Dependencies of a {@link PolicyGuard}. */
export interface PolicyGuardParts {
  /** Default: none, everything is permitted. */
  readonly policies?: NodePolicies;
  readonly clock: Clock;
  /** Addresses of the node. */
  readonly own: readonly string[];
  /** Pod of an address of this node: `pods/default/web`. */
  objectAt(address: string): string | undefined;
}

type Protocol = 'TCP' | 'UDP';

/** The node's DNS server counts as pods of CoreDNS. */
const DNS: PolicyEnd = {
  ip: CLUSTER_DNS,
  pod: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', protocol: 'UDP', port: 53 }] },
};
const DNS_PORT = 53;
/** Lab time limit for answers to a datagram, in ms: `nf_conntrack_udp_timeout`. */
const ANSWERS_MS = 30_000;

/** Applies network policies to new connections of a node's pods. */
export class PolicyGuard {
  readonly #parts: PolicyGuardParts;
  /** Times of sent datagrams by both ends, oldest first. */
  readonly #sent = new Map<string, number>();

  constructor(parts: PolicyGuardParts) {
    this.#parts = parts;
  }

  /** Returns the pod at an address of this node; undefined for other addresses. */
  podAt(address: string): PolicyPod | undefined {
    const object = this.#parts.objectAt(address);
    return object === undefined ? undefined : this.#parts.policies?.pod(object);
  }

  /** Judges a connection to an address of this node by the policies of both ends. Pods are open to themselves and to their node. */
  mayEnter(from: PolicyEnd, { address, port }: Endpoint, protocol: Protocol): boolean {
    if (from.ip === address || this.#parts.own.includes(from.ip)) return true;
    return this.#permits({ from, to: this.#endAt(address), port, protocol });
  }

  /** Judges a connection to a node or to an address outside the cluster by the policies of its origin. The node of a pod judges others. */
  mayLeave(from: string, { address, port }: Endpoint, protocol: Protocol): boolean {
    if (isOfPods(address) || this.#parts.own.includes(address)) return true;
    return this.#permits({ from: this.#endAt(from), to: { ip: address }, port, protocol });
  }

  /** Returns whether an address of this node may query the cluster's DNS server. */
  mayAskDns(from: string): boolean {
    return this.#permits({ from: this.#endAt(from), to: DNS, port: DNS_PORT, protocol: 'UDP' });
  }

  /** Stores the ends of a sent datagram: its answers are permitted for 30 s. Returns the pod of the sender. */
  sent({ from, to }: Datagram): PolicyPod | undefined {
    if (this.#parts.policies === undefined) return undefined;
    const now = this.#parts.clock.now();
    for (const [ends, at] of this.#sent) {
      if (now - at <= ANSWERS_MS) break;
      this.#sent.delete(ends);
    }
    const ends = endsOf(from, to);
    this.#sent.delete(ends);
    this.#sent.set(ends, now);
    return this.podAt(from.address);
  }

  /** Returns whether a datagram answers a stored one. */
  isAnswer({ from, to }: Datagram): boolean {
    const at = this.#sent.get(endsOf(to, from));
    return at !== undefined && this.#parts.clock.now() - at <= ANSWERS_MS;
  }

  #permits(flow: PolicyFlow): boolean {
    return this.#parts.policies === undefined || permits(flow, this.#parts.policies);
  }

  #endAt(ip: string): PolicyEnd {
    return { ip, pod: this.podAt(ip) };
  }
}

function endsOf(from: Endpoint, to: Endpoint): string {
  return `${from.address}:${from.port} ${to.address}:${to.port}`;
}
