import { type Pod, resources, type Service } from '@klockwork/resources';
import type { ClusterView } from '../subject.ts';

/** Destination of a connection as a user writes it: `web:80`, `web.shop:80`, `10.96.3.4:53/udp`, `pods/web-1:8080`. */
export interface ConnectionQuery {
  readonly host: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Object behind the host of a connection; undefined if there is none. */
export interface ConnectionTarget {
  readonly service?: Service;
  readonly pod?: Pod;
  /** Set if DNS resolves the host. */
  readonly isName: boolean;
}

const DESTINATION = /^([\w.-]+|pods?\/[\w.-]+):(\d{1,5})(?:\/(tcp|udp))?$/i;
const CLUSTER_NAME = /^([a-z\d-]+)(?:\.([a-z\d-]+)(?:\.svc(?:\.cluster\.local)?\.?)?)?$/;
const ADDRESS = /^\d+(?:\.\d+){3}$/;
const PORT_MAX = 65_535;

/** Undefined for another form. */
export function parseDestination(text: string): ConnectionQuery | undefined {
  const [, host, port, protocol = 'tcp'] = DESTINATION.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > PORT_MAX) return undefined;
  return { host: host.toLowerCase(), port: Number(port), protocol: protocol.toLowerCase() === 'udp' ? 'UDP' : 'TCP' };
}

/** Finds the Service or pod of a host, as a pod of `namespace` sees it. */
export function connectionTarget(host: string, namespace: string, view: ClusterView): ConnectionTarget {
  if (ADDRESS.test(host)) return { ...objectAt(host, view), isName: false };
  const [, podName] = /^pods?\/(.+)$/.exec(host) ?? [];
  if (podName !== undefined) return { ...podNamed(podName, namespace, view), isName: false };
  const [, name, own = namespace] = CLUSTER_NAME.exec(host) ?? [];
  const service = name === undefined ? undefined : view.get<Service>(resources.services, { namespace: own, name });
  return { ...(service && { service }), isName: true };
}

function podNamed(name: string, namespace: string, view: ClusterView): { readonly pod?: Pod } {
  const pod = view.get<Pod>(resources.pods, { namespace, name });
  return pod === undefined ? {} : { pod };
}

function objectAt(ip: string, view: ClusterView): Omit<ConnectionTarget, 'isName'> {
  const service = view
    .list<Service>(resources.services)
    .find(({ spec }) => [...(spec?.clusterIPs ?? [spec?.clusterIP]), ...(spec?.externalIPs ?? [])].includes(ip));
  if (service !== undefined) return { service };
  const pod = view.list<Pod>(resources.pods).find(({ spec, status }) => status?.podIP === ip && spec?.hostNetwork !== true);
  return pod === undefined ? {} : { pod };
}
