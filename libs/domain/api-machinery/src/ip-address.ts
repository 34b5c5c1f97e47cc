/** Returns `must be a valid IP address …` for an invalid `value`. Models `IsValidIP` of `k8s.io/apimachinery/pkg/util/validation/ip.go`. */
export function ipAddress(value: string): string[] {
  return isIpv4(value) || isIpv6(value) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

/** Returns whether `value` has four decimal bytes. Leading zeros are valid, as in upstream's parser for legacy fields. */
export function isIpv4(value: string): boolean {
  const parts = value.split('.');
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255);
}

/** Returns whether `value` is an IPv6 address: eight hexadecimal groups, at most one `::`, optionally an IPv4 suffix, without zone. */
export function isIpv6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.reduce((sum, half, index) => sum + countGroups(half, index === groups.length - 1), 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** Returns the number of 16-bit groups; NaN, which fails every comparison, for a malformed one. */
function countGroups(parts: readonly string[], isLast: boolean): number {
  let count = 0;
  for (const [index, part] of parts.entries()) {
    const mayBeIpv4 = isLast && index === parts.length - 1;
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) count += 1;
    else if (mayBeIpv4 && isIpv4(part)) count += 2;
    else return Number.NaN;
  }
  return count;
}
