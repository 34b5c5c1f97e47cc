import { goQuote } from '@klockwork/api-machinery';
import {
  type ApiService,
  type ApiServiceCondition,
  type Connection,
  connectedTo,
  type EndpointSlice,
  type Service,
} from '@klockwork/resources';

/** Condition `Available` without its time. */
export type Availability = Omit<ApiServiceCondition, 'lastTransitionTime'>;

/** Objects behind an APIService. */
export interface ServiceView {
  readonly service: Service | undefined;
  readonly connection: Connection | undefined;
  readonly slices: readonly EndpointSlice[];
}

/** Condition after an answer of the server. */
export const PASSED: Availability = { type: 'Available', status: 'True', reason: 'Passed', message: 'all checks passed' };

/**
 * Returns the condition of a remote APIService; undefined if its server must be asked. A connection counts as an endpoint. Models `sync` of
 * kube-aggregator's `remote_available_controller.go`.
 */
export function availabilityOf({ spec }: ApiService, { service, connection, slices }: ServiceView): Availability | undefined {
  const { namespace = '', name = '', port = 443 } = spec?.service ?? {};
  const which = `service/${name} in ${goQuote(namespace)}`;
  if (service === undefined) return unavailable('ServiceNotFound', `${which} is not present`);
  if (service.spec?.type !== 'ClusterIP') return undefined;
  const declaredPort = service.spec.ports?.find((one) => one.port === port);
  if (declaredPort === undefined) return unavailable('ServicePortError', `${which} is not listening on port ${port}`);
  if (connectedTo(connection, declaredPort) !== undefined) return undefined;
  if (slices.length === 0) return unavailable('EndpointsNotFound', `cannot find endpointslices for ${which}`);
  const portName = declaredPort.name ?? '';
  if (slices.some((slice) => hasEndpoint(slice, portName))) return undefined;
  return unavailable('MissingEndpoints', `endpointslices for ${which} have no addresses with port name ${goQuote(portName)}`);
}

/** Returns the condition after a failed request. */
export function failedCheck(message: string): Availability {
  return unavailable('FailedDiscoveryCheck', message);
}

function unavailable(reason: string, message: string): Availability {
  return { type: 'Available', status: 'False', reason, message };
}

function hasEndpoint({ endpoints, ports }: EndpointSlice, portName: string): boolean {
  const isReady = (endpoints ?? []).some(({ conditions }) => conditions?.ready ?? true);
  return isReady && (ports ?? []).some(({ name, port }) => name === portName && port !== undefined);
}
