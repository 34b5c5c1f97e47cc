import { goQuote, statusErrors } from '@klockwork/api-machinery';
import type { EndpointAddress, Endpoints, Pod, Service } from '@klockwork/kubernetes-types';
import { type Connection, connectedTo, type HostAddress, type KubeObject, kindOf } from '@klockwork/resources';
import { type ObjectCall, targetOf } from '../objects/object-call.ts';
import { type ProxiedName, proxiedName } from './proxied-name.ts';

/** Pod, or program of the host, that answers a proxied request. */
export interface ProxyTarget {
  readonly pod?: Pod;
  readonly scheme: 'http' | 'https';
  readonly address: string;
  /** Number of a port, or another text of the request. */
  readonly port: string;
}

/** Returns the pod for a request to `pods/proxy` or `services/proxy`. Throws BadRequest, NotFound and ServiceUnavailable. */
export function proxyTarget(call: ObjectCall): ProxyTarget {
  const { path, kind } = call;
  const name = proxiedName(path.name);
  if (name === undefined) throw statusErrors.badRequest(`invalid ${kind.singular} request ${goQuote(path.name)}`);
  const namedCall = { ...call, path: { ...path, name: name.name } };
  if (kind.resource === 'services') return endpointOf(namedCall, name);
  return targetOfPod(namedCall.services.registry.get(targetOf(namedCall)).object as Pod, name);
}

/** Models `ResourceLocation` of `pkg/registry/core/pod/strategy.go`. */
function targetOfPod(pod: Pod, { scheme, port }: ProxiedName): ProxyTarget {
  const address = pod.status?.podIP ?? '';
  if (address === '') throw statusErrors.badRequest('address not allowed');
  const declaredPort = pod.spec?.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
  return { pod, scheme, address, port: port || String(declaredPort ?? (scheme === 'https' ? 443 : 80)) };
}

/** Returns a random endpoint of a Service. Models `ResourceLocation` of `pkg/registry/core/service/storage`. */
function endpointOf(call: ObjectCall, target: ProxiedName): ProxyTarget {
  const { registry, random } = call.services;
  const service = registry.get(targetOf(call)).object as Service;
  const portName = portNameOf(service, target);
  const program = programOf(call, service, portName);
  if (program !== undefined) return { scheme: target.scheme, address: program.host, port: String(program.port) };
  const subsets = (find(call, 'endpoints', target.name) as Endpoints | undefined)?.subsets ?? [];
  if (subsets.length === 0) throw noEndpoints(target.name);
  for (const { addresses = [], ports = [] } of rotated(subsets, random.integer(subsets.length))) {
    const port = ports.find(({ name = '' }) => name === portName)?.port;
    if (port === undefined || addresses.length === 0) continue;
    for (const { ip, targetRef } of rotated(addresses, random.integer(addresses.length))) {
      const pod = podOf(call, targetRef);
      if (pod !== undefined) return { pod, scheme: target.scheme, address: ip, port: String(port) };
    }
  }
  throw noEndpoints(target.id);
}

function programOf(call: ObjectCall, { metadata, spec }: Service, portName: string): HostAddress | undefined {
  const declaredPort = spec?.ports?.find(({ name = '' }) => name === portName);
  return (
    declaredPort && connectedTo(find(call, 'connections', metadata?.name ?? '', 'klockwork.dev') as Connection | undefined, declaredPort)
  );
}

/** Returns the requested port's name, by name or number; '' for an unnamed port. */
function portNameOf({ spec }: Service, { name, port }: ProxiedName): string {
  if (!/^\d+$/.test(port)) return port;
  const declaredPort = spec?.ports?.find((one) => one.port === Number(port));
  if (declaredPort === undefined)
    throw statusErrors.serviceUnavailable(`no service port ${Number(port)} found for service ${goQuote(name)}`);
  return declaredPort.name ?? '';
}

/** Returns the ready pod behind an address; undefined for an address of another object. Models `isValidAddress`. */
function podOf(call: ObjectCall, reference: EndpointAddress['targetRef']): Pod | undefined {
  const { kind, namespace, name } = reference ?? {};
  if (kind !== 'Pod' || namespace !== call.path.namespace || name === undefined) return undefined;
  return find(call, 'pods', name) as Pod | undefined;
}

function find({ services, path }: ObjectCall, resource: string, name: string, group = ''): KubeObject | undefined {
  const kind = kindOf(group, resource);
  return kind && services.registry.find({ kind, namespace: path.namespace, name })?.object;
}

function rotated<T>(items: readonly T[], start: number): readonly T[] {
  return [...items.slice(start), ...items.slice(0, start)];
}

function noEndpoints(name: string) {
  return statusErrors.serviceUnavailable(`no endpoints available for service ${goQuote(name)}`);
}
