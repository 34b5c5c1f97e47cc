import type { Random } from '@klockwork/kernel';
import { ipv4Number, ipv4Text } from '../generic/ip.ts';

/** Address range of Services. The first address belongs to Service `kubernetes`. */
export const CLUSTER_IP_RANGE = '10.96.0.0/12';

const BASE = ipv4Number('10.96.0.0');
/** Usable offsets are 1 to SIZE: the network's own address and the broadcast address are left out. */
const SIZE = 2 ** 20 - 2;
/** Number of lowest offsets allocated last, for static use. Models `calculateRangeOffset` of the ipallocator. */
const CHOSEN_BY_PEOPLE = 256;

/** Address of Service `kubernetes` in namespace default. */
export const KUBERNETES_SERVICE_IP = ipv4Text(BASE + 1);

/** Address of the cluster's name server, Service `kube-dns` in namespace kube-system: kubeadm's tenth address. */
export const CLUSTER_DNS_IP = ipv4Text(BASE + 10);

/** Returns whether a Service may have the address: inside the range, without first and last address. */
export function inClusterIpRange(address: string): boolean {
  const offset = ipv4Number(address) - BASE;
  return offset >= 1 && offset <= SIZE;
}

/**
 * Returns a random free address, preferably of the upper part; undefined if exhausted. Models `AllocateNext` of
 * `pkg/registry/core/service/ipallocator`.
 */
export function allocateClusterIP(usedAddresses: ReadonlySet<string>, random: Random): string | undefined {
  const offset = freeOffset(usedAddresses, random, CHOSEN_BY_PEOPLE + 1, SIZE) ?? freeOffset(usedAddresses, random, 1, CHOSEN_BY_PEOPLE);
  return offset === undefined ? undefined : ipv4Text(BASE + offset);
}

/** Returns the first free offset after a random one, cyclically. */
function freeOffset(usedAddresses: ReadonlySet<string>, random: Random, first: number, last: number): number | undefined {
  const size = last - first + 1;
  const start = random.integer(size);
  for (let step = 0; step < size; step++) {
    const offset = first + ((start + step) % size);
    if (!usedAddresses.has(ipv4Text(BASE + offset))) return offset;
  }
  return undefined;
}
