import type { Endpoint, EndpointSlice, ServicePort } from '@klockwork/resources';

/** One address and port that answers for a port of a Service. */
export interface Backend {
  readonly ip: string;
  readonly port: number;
  readonly endpoint: Endpoint;
}

/**
 * Those who answer for one port of a Service: by the port's name and protocol, each address once, in order of the address.
 * Models `newEndpointInfo` and `endpointSliceCache` of `pkg/proxy`.
 */
export function backendsOf(slices: readonly EndpointSlice[], { name = '', protocol = 'TCP' }: ServicePort): readonly Backend[] {
  const backends = new Map<string, Backend>();
  for (const { addressType, endpoints, ports } of slices) {
    if (addressType !== 'IPv4') continue;
    const port = ports?.find((offered) => (offered.name ?? '') === name && (offered.protocol ?? 'TCP') === protocol)?.port;
    if (!port) continue;
    for (const endpoint of endpoints) {
      const [ip] = endpoint.addresses;
      if (ip !== undefined) backends.set(`${ip}:${port}`, better({ ip, port, endpoint }, backends.get(`${ip}:${port}`)));
    }
  }
  return [...backends.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** A pod that moves from one slice to another is in both for a moment. */
function better(backend: Backend, known: Backend | undefined): Backend {
  return known !== undefined && isReady(known) && !isReady(backend) ? known : backend;
}

function textOf({ ip, port }: Backend): string {
  return `${ip}:${port}`;
}

/** It takes connections; not known counts as yes. */
export function isReady({ endpoint }: Backend): boolean {
  return endpoint.conditions?.ready ?? true;
}

/** It answers though it is about to end: who is asked when nobody is ready. */
export function isServingTerminating({ endpoint: { conditions } }: Backend): boolean {
  return conditions?.terminating === true && (conditions.serving ?? isReadyOr(conditions.ready));
}

function isReadyOr(ready: boolean | undefined): boolean {
  return ready ?? true;
}
