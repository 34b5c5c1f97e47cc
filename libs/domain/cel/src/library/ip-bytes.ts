/** Bytes of an IP address, or the reason why a text is none, in the words of Go's `netip.ParseAddr`. */
export type ParsedIp = { readonly bytes: readonly number[]; readonly zone: string } | { readonly problem: string };

export function parseIp(text: string): ParsedIp {
  const separator = /[.:%]/.exec(text)?.[0];
  if (separator === '.') return parseIpv4(text);
  if (separator === ':') return parseIpv6(text);
  return { problem: separator === '%' ? problem(text, 'missing IPv6 address') : problem(text, 'unable to parse IP') };
}

function problem(text: string, reason: string, at?: string): string {
  return `ParseAddr(${JSON.stringify(text)}): ${reason}${at === undefined ? '' : ` (at ${JSON.stringify(at)})`}`;
}

function parseIpv4(text: string): ParsedIp {
  const wrong = /[^0-9.]/.exec(text);
  if (wrong !== null) return { problem: problem(text, 'unexpected character', text.slice(wrong.index)) };
  const fields = text.split('.');
  const leading = fields.find((field) => field.length > 1 && field.startsWith('0'));
  if (fields.includes(''))
    return { problem: problem(text, 'IPv4 field must have at least one digit', text.slice(text.indexOf('..') + 1) || '.') };
  if (leading !== undefined) return { problem: problem(text, 'IPv4 field has octet with leading zero') };
  if (fields.some((field) => Number(field) > 255)) return { problem: problem(text, 'IPv4 field has value >255') };
  if (fields.length < 4) return { problem: problem(text, 'IPv4 address too short') };
  if (fields.length > 4) return { problem: problem(text, 'IPv4 address too long') };
  return { bytes: fields.map(Number), zone: '' };
}

function parseIpv6(text: string): ParsedIp {
  const [address = '', ...zones] = text.split('%');
  const zone = zones.join('%');
  if (text.includes('%') && zone === '') return { problem: problem(text, 'zone must be a non-empty string') };
  const halves = address.split('::');
  if (halves.length > 2) return { problem: problem(text, 'multiple :: in address', `:${halves.slice(2).join('::')}`) };
  const parsed = halves.map((half, index) => halfBytes(half, index === halves.length - 1));
  if (parsed.includes(undefined))
    return { problem: problem(text, 'each colon-separated field must have at least one digit', wrongGroup(address)) };
  const [head = [], tail] = parsed as (readonly number[])[];
  if (tail === undefined) return head.length === 16 ? { bytes: head, zone } : { problem: problem(text, 'address string too short') };
  const gap = 16 - head.length - tail.length;
  if (gap < 2) return { problem: problem(text, 'the :: must expand to at least one field of zeros') };
  return { bytes: [...head, ...new Array<number>(gap).fill(0), ...tail], zone };
}

function wrongGroup(address: string): string {
  const position = address.search(/[^0-9a-fA-F:.]/);
  return address.slice(Math.max(position, 0));
}

function halfBytes(half: string, isLast: boolean): readonly number[] | undefined {
  if (half === '') return [];
  const groups = half.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const embeddedIp = isLast && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (embeddedIp === undefined || 'problem' in embeddedIp) return undefined;
    bytes.push(...embeddedIp.bytes);
  }
  return bytes;
}

/** Reports whether a 16-byte address stands for an IPv4 address. */
export function isMapped(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Prints an address in its canonical form. */
export function formatIp(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] as number) << 8) | (bytes[2 * index + 1] as number));
  const { start, length } = longestZeros(groups);
  const print = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? print(groups) : `${print(groups.slice(0, start))}::${print(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
