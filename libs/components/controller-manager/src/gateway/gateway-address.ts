import type { Gateway } from '@klockwork/resources';

/** Network of Gateways: beyond the loopback addresses of cluster IPs, 127.96.0.0 to 127.111.255.255. */
const NETWORK = '127.112';
const ADDRESSES_MAX = 254 * 254;
const OCTET = 254;

/** Returns the present address of a Gateway, or the lowest that no other has. Undefined if all are in use. */
export function gatewayAddress(gateway: Gateway, others: readonly Gateway[]): string | undefined {
  const own = addressOf(gateway);
  const used = new Set(others.filter(({ metadata }) => metadata?.uid !== gateway.metadata?.uid).map(addressOf));
  if (own !== undefined && !used.has(own)) return own;
  for (let index = 0; index < ADDRESSES_MAX; index++) {
    const address = `${NETWORK}.${Math.floor(index / OCTET)}.${(index % OCTET) + 1}`;
    if (!used.has(address)) return address;
  }
  return undefined;
}

function addressOf({ status }: Gateway): string | undefined {
  return status?.addresses?.find(({ value }) => value?.startsWith(`${NETWORK}.`))?.value;
}
