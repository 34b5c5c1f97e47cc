import type { Random } from '@klockwork/kernel';
import { ipv4Number, ipv4Text } from '../generic/ip.ts';

/** Where the addresses of Services lie. The first belongs to the Service `kubernetes`. */
export const CLUSTER_IP_RANGE = '10.96.0.0/12';

const BASE = ipv4Number('10.96.0.0');
/** Usable offsets are 1 to SIZE: the network's own address and the broadcast address are left out. */
const SIZE = 2 ** 20 - 2;
/** The lowest offsets are given out last, so that people can choose there. Models `calculateRangeOffset` of the ipallocator. */
const CHOSEN_BY_PEOPLE = 256;

/** The address of the Service `kubernetes` in namespace default. */
export const KUBERNETES_SERVICE_IP = ipv4Text(BASE + 1);

/** The address of the cluster's name server, the Service `kube-dns` in namespace kube-system: kubeadm takes the tenth. */
export const CLUSTER_DNS_IP = ipv4Text(BASE + 10);

/** True when `address` can be a Service's: inside of the range, neither its first nor its last address. */
export function inClusterIpRange(address: string): boolean {
  const offset = ipv4Number(address) - BASE;
  return offset >= 1 && offset <= SIZE;
}

/**
 * A free address of the range, by chance: from the upper part as long as it has one; undefined when none is free.
 * Models `AllocateNext` of `pkg/registry/core/service/ipallocator`.
 */
export function allocateClusterIP(used: ReadonlySet<string>, random: Random): string | undefined {
  const offset = freeOffset(used, random, CHOSEN_BY_PEOPLE + 1, SIZE) ?? freeOffset(used, random, 1, CHOSEN_BY_PEOPLE);
  return offset === undefined ? undefined : ipv4Text(BASE + offset);
}

/** The first free offset from a random one on, once around. */
function freeOffset(used: ReadonlySet<string>, random: Random, first: number, last: number): number | undefined {
  const size = last - first + 1;
  const start = random.integer(size);
  for (let step = 0; step < size; step++) {
    const offset = first + ((start + step) % size);
    if (!used.has(ipv4Text(BASE + offset))) return offset;
  }
  return undefined;
}
