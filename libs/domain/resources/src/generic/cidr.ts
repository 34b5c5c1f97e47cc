import { isIpv4, isIpv6 } from '@klockwork/api-machinery';

/** Network: address width in bits, bits of the written address, and prefix length. */
export interface Cidr {
  readonly width: 32 | 128;
  readonly address: bigint;
  readonly length: number;
}

const MAPPED = 0xffffn << 32n;

/**
 * Parses a network; undefined if invalid. Accepts leading zeros in both parts; IPv4-mapped networks are IPv4. Models
 * `netutils.ParseCIDRSloppy`.
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const width = isIpv4(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (width === undefined || rest.length > 0 || !/^[0-9]{1,9}$/.test(length) || Number(length) > width) return undefined;
  if (isMapped(address) && Number(length) >= 96)
    return { width: 32, address: addressBits(address) & 0xffffffffn, length: Number(length) - 96 };
  return { width, address: addressBits(address), length: Number(length) };
}

/** Returns the first address of a network. */
export function networkOf({ width, address, length }: Cidr): bigint {
  const free = BigInt(width - length);
  return (address >> free) << free;
}

/** True when `inner` lies in `outer` and is smaller. */
export function strictSubset(inner: Cidr, outer: Cidr): boolean {
  return inner.width === outer.width && inner.length > outer.length && networkOf({ ...inner, length: outer.length }) === networkOf(outer);
}

/** Returns the bits of an IPv4 or IPv6 address. */
export function addressBits(address: string): bigint {
  if (isIpv4(address)) return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
  return ipv6Groups(address).reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** Formats an address in canonical form: RFC 5952 for IPv6. */
export function addressText(bits: bigint, width: 32 | 128): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  // An IPv4-mapped address is printed as IPv4, as in Go.
  if (bits >> 32n === MAPPED >> 32n) return addressText(bits & 0xffffffffn, 32);
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const run = longestZeros(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

/** Returns whether an address is IPv4-mapped. */
export function isMapped(address: string): boolean {
  return isIpv6(address) && addressBits(address) >> 32n === MAPPED >> 32n;
}

function ipv6Groups(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  return tail === undefined ? before : [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!isIpv4(part)) return [Number.parseInt(part, 16)];
    const bits = Number(addressBits(part));
    return [Math.floor(bits / 0x10000), bits % 0x10000];
  });
}

/** Returns the first of the longest runs of zero groups. */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
