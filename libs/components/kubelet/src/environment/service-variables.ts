import type { Service, ServicePort } from '@klockwork/kubernetes-types';

/** Service whose variables every pod receives. */
const API_SERVICE = { namespace: 'default', name: 'kubernetes' } as const;

/**
 * Returns Service variables for a container of `namespace`: of its namespace's Services if `links`, and always of the API's. Models
 * `getServiceEnvVarMap` of `pkg/kubelet/kubelet_pods.go` and `FromServices` of `pkg/kubelet/envvars`.
 */
export function serviceVariables(services: readonly Service[], namespace: string, links: boolean): Record<string, string> {
  const wanted = new Map<string, Service>();
  for (const service of services) {
    const { name = '', namespace: space } = service.metadata ?? {};
    if (!hasAddress(service)) continue;
    if (space === API_SERVICE.namespace && name === API_SERVICE.name) wanted.set(name, wanted.get(name) ?? service);
    else if (links && space === namespace) wanted.set(name, service);
  }
  return Object.assign({}, ...[...wanted.values()].map(variablesOf));
}

function hasAddress({ spec }: Service): boolean {
  return spec?.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None';
}

function variablesOf({ metadata, spec }: Service): Record<string, string> {
  const prefix = variableName(metadata?.name ?? '');
  const address = spec?.clusterIP ?? '';
  const ports = spec?.ports ?? [];
  const [first] = ports;
  const named = ports
    .filter(({ name }) => name)
    .map(({ name, port }) => [`${prefix}_SERVICE_PORT_${variableName(name ?? '')}`, String(port)]);
  return {
    [`${prefix}_SERVICE_HOST`]: address,
    ...(first === undefined ? {} : { [`${prefix}_SERVICE_PORT`]: String(first.port), [`${prefix}_PORT`]: urlOf(first, address) }),
    ...Object.fromEntries(named),
    ...Object.assign({}, ...ports.map((port) => linkVariables(prefix, port, address))),
  };
}

/** Variables of Docker's former links. */
function linkVariables(prefix: string, port: ServicePort, address: string): Record<string, string> {
  const name = `${prefix}_PORT_${port.port}_${protocolOf(port).toUpperCase()}`;
  return {
    [name]: urlOf(port, address),
    [`${name}_PROTO`]: protocolOf(port),
    [`${name}_PORT`]: String(port.port),
    [`${name}_ADDR`]: address,
  };
}

function urlOf(port: ServicePort, address: string): string {
  return `${protocolOf(port)}://${address}:${port.port}`;
}

function protocolOf({ protocol }: ServicePort): string {
  return (protocol ?? 'TCP').toLowerCase();
}

function variableName(name: string): string {
  const upper = name.replace(/[.-]/g, '_').toUpperCase();
  return /^\d/.test(upper) ? `_${upper}` : upper;
}
