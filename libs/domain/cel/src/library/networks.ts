import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, INT, STRING } from '../types/type.ts';
import { CelError, type LibraryValue, type Value } from '../values/value.ts';
import { formatIp, isMapped, parseIp } from './ip-bytes.ts';
import { CIDR_TYPE, IP_TYPE } from './library-types.ts';

/** IP address. */
class IpValue implements LibraryValue {
  readonly libraryType = IP_TYPE;
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.length;
  }

  equals(other: Value): boolean {
    return other instanceof IpValue && formatIp(other.bytes) === formatIp(this.bytes);
  }
}

/** Network such as `10.0.0.0/8`. */
class CidrValue implements LibraryValue {
  readonly libraryType = CIDR_TYPE;
  readonly bytes: readonly number[];
  readonly prefixLength: number;

  constructor(bytes: readonly number[], prefixLength: number) {
    this.bytes = bytes;
    this.prefixLength = prefixLength;
  }

  get size(): number {
    return Math.ceil(this.prefixLength / 8);
  }

  equals(other: Value): boolean {
    return other instanceof CidrValue && formatCidr(other) === formatCidr(this);
  }
}

function formatCidr({ bytes, prefixLength }: CidrValue): string {
  return `${formatIp(bytes)}/${prefixLength}`;
}

function toIp(text: string): IpValue | CelError {
  const ip = parseIp(text);
  const quoted = JSON.stringify(text);
  if ('problem' in ip) return new CelError(`IP Address ${quoted} parse error during conversion from string: ${ip.problem}`);
  if (ip.zone !== '') return new CelError(`IP address ${quoted} with zone value is not allowed`);
  if (isMapped(ip.bytes)) return new CelError(`IPv4-mapped IPv6 address ${quoted} is not allowed`);
  return new IpValue(ip.bytes);
}

function toCidr(text: string): CidrValue | CelError {
  const network = parseNetwork(text);
  if (typeof network !== 'string') return network;
  return new CelError(`network address parse error during conversion from string: ${network}`);
}

/** Returns a network or a problem. */
function parseNetwork(text: string): CidrValue | string {
  const conversion = 'network address parse error during conversion from string: ';
  const quoted = JSON.stringify(text);
  const slash = text.lastIndexOf('/');
  if (slash < 0) return `${conversion}netip.ParsePrefix(${quoted}): no '/'`;
  const address = parseIp(text.slice(0, slash));
  if ('problem' in address) return `${conversion}netip.ParsePrefix(${quoted}): ${address.problem}`;
  if (address.zone !== '') return `${conversion}netip.ParsePrefix(${quoted}): IPv6 zones cannot be present in a prefix`;
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]*)$/.test(length))
    return `${conversion}netip.ParsePrefix(${quoted}): bad bits after slash: ${JSON.stringify(length)}`;
  if (Number(length) > address.bytes.length * 8) return `${conversion}netip.ParsePrefix(${quoted}): prefix length out of range`;
  if (isMapped(address.bytes)) return `IPv4-mapped IPv6 address ${quoted} is not allowed`;
  return new CidrValue(address.bytes, Number(length));
}

/** Returns the address with all bits behind the prefix cleared. */
function mask(bytes: readonly number[], prefixLength: number): number[] {
  return bytes.map((byte, index) => {
    const prefixBits = Math.min(Math.max(prefixLength - index * 8, 0), 8);
    return byte & (0xff00 >> prefixBits) & 0xff;
  });
}

function covers(network: CidrValue, bytes: readonly number[]): boolean {
  if (network.bytes.length !== bytes.length) return false;
  return formatIp(mask(bytes, network.prefixLength)) === formatIp(mask(network.bytes, network.prefixLength));
}

const containsIp: Implementation = (network, other) => {
  const address = typeof other === 'string' ? toIp(other) : (other as IpValue);
  return address instanceof CelError ? new CelError('no such overload') : covers(network as CidrValue, address.bytes);
};

const containsCidr: Implementation = (network, other) => {
  const inner = typeof other === 'string' ? toCidr(other) : (other as CidrValue);
  if (inner instanceof CelError) return inner;
  return covers(network as CidrValue, inner.bytes) && (network as CidrValue).prefixLength <= inner.prefixLength;
};

const bytesOf = (value: Value | undefined): readonly number[] => (value as IpValue).bytes;
const at = (bytes: readonly number[], index: number): number => bytes[index] as number;

/** Declares a property of addresses, with one test for IPv4 and one for IPv6. */
function property(
  name: string,
  id: string,
  tests: readonly [v4: (bytes: readonly number[]) => boolean, v6: (bytes: readonly number[]) => boolean],
): FunctionDeclaration {
  const evaluate: Implementation = (value) => tests[bytesOf(value).length === 4 ? 0 : 1](bytesOf(value));
  return { name, evaluate, overloads: [member(id, [IP_TYPE], BOOL)] };
}

const isZero = (bytes: readonly number[]): boolean => bytes.every((byte) => byte === 0);
const isLoopback6 = (bytes: readonly number[]): boolean => formatIp(bytes) === '::1';
const isLinkLocal4 = (bytes: readonly number[]): boolean => at(bytes, 0) === 169 && at(bytes, 1) === 254;
const isLinkLocal6 = (bytes: readonly number[]): boolean => at(bytes, 0) === 0xfe && (at(bytes, 1) & 0xc0) === 0x80;
const isMulticast4 = (bytes: readonly number[]): boolean => (at(bytes, 0) & 0xf0) === 0xe0;
const isGlobal4 = (bytes: readonly number[]): boolean =>
  !isZero(bytes) && !bytes.every((byte) => byte === 255) && at(bytes, 0) !== 127 && !isMulticast4(bytes) && !isLinkLocal4(bytes);
const isGlobal6 = (bytes: readonly number[]): boolean =>
  !isZero(bytes) && !isLoopback6(bytes) && at(bytes, 0) !== 0xff && !isLinkLocal6(bytes);

const isCanonical: Implementation = (text) => {
  const address = toIp(text as string);
  return address instanceof CelError ? address : formatIp(address.bytes) === text;
};

const family: Implementation = (value) => (bytesOf(value).length === 4 ? 4n : 6n);
const maskedImplementation: Implementation = (network) => {
  const { bytes, prefixLength } = network as CidrValue;
  return new CidrValue(mask(bytes, prefixLength), prefixLength);
};

/** Kubernetes' IP addresses and networks. */
export const networks: readonly FunctionDeclaration[] = [
  {
    name: 'ip',
    overloads: [
      overload('string_to_ip', [STRING], IP_TYPE, (text) => toIp(text as string)),
      member('cidr_ip', [CIDR_TYPE], IP_TYPE, (network) => new IpValue((network as CidrValue).bytes)),
    ],
  },
  { name: 'isIP', evaluate: (text) => toIp(text as string) instanceof IpValue, overloads: [overload('is_ip', [STRING], BOOL)] },
  { name: 'ip.isCanonical', evaluate: isCanonical, overloads: [overload('ip_is_canonical', [STRING], BOOL)] },
  { name: 'family', evaluate: family, overloads: [member('ip_family', [IP_TYPE], INT)] },
  property('isUnspecified', 'ip_is_unspecified', [isZero, isZero]),
  property('isLoopback', 'ip_is_loopback', [(bytes) => at(bytes, 0) === 127, isLoopback6]),
  property('isLinkLocalMulticast', 'ip_is_link_local_multicast', [
    (bytes) => at(bytes, 0) === 224 && at(bytes, 1) === 0 && at(bytes, 2) === 0,
    (bytes) => at(bytes, 0) === 0xff && (at(bytes, 1) & 0x0f) === 0x02,
  ]),
  property('isLinkLocalUnicast', 'ip_is_link_local_unicast', [isLinkLocal4, isLinkLocal6]),
  property('isGlobalUnicast', 'ip_is_global_unicast', [isGlobal4, isGlobal6]),
  { name: 'cidr', evaluate: (text) => toCidr(text as string), overloads: [overload('string_to_cidr', [STRING], CIDR_TYPE)] },
  {
    name: 'isCIDR',
    evaluate: (text) => typeof parseNetwork(text as string) !== 'string',
    overloads: [overload('is_cidr', [STRING], BOOL)],
  },
  {
    name: 'containsIP',
    evaluate: containsIp,
    overloads: [member('cidr_contains_ip_string', [CIDR_TYPE, STRING], BOOL), member('cidr_contains_ip_ip', [CIDR_TYPE, IP_TYPE], BOOL)],
  },
  {
    name: 'containsCIDR',
    evaluate: containsCidr,
    overloads: [member('cidr_contains_cidr_string', [CIDR_TYPE, STRING], BOOL), member('cidr_contains_cidr', [CIDR_TYPE, CIDR_TYPE], BOOL)],
  },
  {
    name: 'prefixLength',
    evaluate: (network) => BigInt((network as CidrValue).prefixLength),
    overloads: [member('cidr_prefix_length', [CIDR_TYPE], INT)],
  },
  { name: 'masked', evaluate: maskedImplementation, overloads: [member('cidr_masked', [CIDR_TYPE], CIDR_TYPE)] },
  {
    name: 'string',
    overloads: [
      overload('ip_to_string', [IP_TYPE], STRING, (value) => formatIp(bytesOf(value))),
      overload('cidr_to_string', [CIDR_TYPE], STRING, (network) => formatCidr(network as CidrValue)),
    ],
  },
];
