import type { ServicePort } from '../service/service.ts';
import type { Endpoint, EndpointSlice } from './endpoint-slice.ts';

/** Address and port behind a Service port. */
export interface Backend {
  readonly ip: string;
  readonly port: number;
  readonly endpoint: Endpoint;
}

/**
 * Backends of one Service port, by port name and protocol, distinct and sorted by address. Models `newEndpointInfo` and
 * `endpointSliceCache` of `pkg/proxy`.
 */
export function backendsOf(slices: readonly EndpointSlice[], { name = '', protocol = 'TCP' }: ServicePort): readonly Backend[] {
  const backends = new Map<string, Backend>();
  for (const { addressType, endpoints, ports } of slices) {
    if (addressType !== 'IPv4') continue;
    const port = ports?.find((offeredPort) => (offeredPort.name ?? '') === name && (offeredPort.protocol ?? 'TCP') === protocol)?.port;
    if (!port) continue;
    for (const endpoint of endpoints) {
      const [ip] = endpoint.addresses;
      if (ip !== undefined) backends.set(`${ip}:${port}`, better({ ip, port, endpoint }, backends.get(`${ip}:${port}`)));
    }
  }
  return [...backends.values()].sort((a, b) => (backendAddress(a) < backendAddress(b) ? -1 : 1));
}

/** A pod moving between slices is briefly in both. */
function better(backend: Backend, best: Backend | undefined): Backend {
  return best !== undefined && isReady(best) && !isReady(backend) ? best : backend;
}

/** Address and port of a backend as text, such as `10.244.1.2:80`. */
export function backendAddress({ ip, port }: Backend): string {
  return `${ip}:${port}`;
}

/** Accepts connections; unknown counts as ready. */
export function isReady({ endpoint }: Backend): boolean {
  return endpoint.conditions?.ready ?? true;
}

/** Terminating but serving: used when no backend is ready. */
export function isServingTerminating({ endpoint: { conditions } }: Backend): boolean {
  return conditions?.terminating === true && (conditions.serving ?? isReadyOr(conditions.ready));
}

function isReadyOr(ready: boolean | undefined): boolean {
  return ready ?? true;
}
