import { objectText } from '@klockwork/event-store';
import {
  type Backend,
  backendsOf,
  connectedTo,
  type EndpointSlice,
  type Connection as HostConnection,
  type Pod,
  resources,
  SERVICE_NAME_LABEL,
  type Service,
  type ServicePort,
  usableBackends,
} from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, keyOf, type Subject } from '../subject.ts';
import { type ConnectionQuery, connectionTarget } from './connection-target.ts';
import { dnsRefusal, refusalTo } from './policy-refusals.ts';

/** Max pods with a finding each. */
const PODS_MAX = 3;

/**
 * Explains whether a connection from a pod arrives: by name, Service, endpoints and network policies of this moment. Processes in containers
 * are not examined: a port without a listener refuses as well.
 */
export function diagnoseConnection(subject: Subject, query: ConnectionQuery, view: ClusterView): DiagnosisDraft {
  const { host, port, protocol } = query;
  const client = subject.object as Pod;
  const text = `a connection from ${objectText(subject.key)} to ${host}:${port}${protocol === 'UDP' ? '/udp' : ''}`;
  const draft = { revision: subject.history.at(-1)?.revision ?? 0, findings: [], remedies: [] };
  const target = connectionTarget(host, subject.key.namespace, view);
  const silent = target.isName ? dnsRefusal(client, view) : undefined;
  if (silent !== undefined) return { ...draft, statement: `${text} finds no address: no answer of the name server`, ...silent };
  if (target.service !== undefined) return { ...draft, ...toService(text, client, { query, service: target.service, view }) };
  if (target.pod !== undefined) return { ...draft, ...toPods(text, client, { pods: [[target.pod, port]], query, view }) };
  if (target.isName) return { ...draft, statement: `${text} finds no address: no Service of the cluster has this name` };
  return { ...draft, statement: `${text} times out: no Service and no pod is at ${host}` };
}

type Verdict = Omit<DiagnosisDraft, 'revision' | 'findings' | 'remedies'> & Partial<Pick<DiagnosisDraft, 'findings' | 'remedies'>>;

interface ServiceCall {
  readonly query: ConnectionQuery;
  readonly service: Service;
  readonly view: ClusterView;
}

function toService(text: string, client: Pod, { query, service, view }: ServiceCall): Verdict {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const key = keyOf(resources.services, service);
  if (service.spec?.type === 'ExternalName') return { statement: `${text} leads outside the cluster: ${service.spec.externalName}` };
  const slices = view
    .list<EndpointSlice>(resources.endpointSlices, namespace)
    .filter(({ metadata }) => metadata?.labels?.[SERVICE_NAME_LABEL] === name);
  const isHeadless = service.spec?.clusterIP === 'None';
  const port = service.spec?.ports?.find((one) => (one.protocol ?? 'TCP') === query.protocol && (isHeadless || one.port === query.port));
  if (port === undefined && !isHeadless) {
    const portTexts = (service.spec?.ports ?? []).map(portText).join(', ');
    return {
      statement: `${text} times out: ${objectText(key)} has no port ${query.port}/${query.protocol}`,
      findings: [{ text: `its ports: ${portTexts}` }],
    };
  }
  const program = port && connectedTo(view.get<HostConnection>(resources.connections, { namespace, name }), port);
  if (program !== undefined) return { statement: `${text} leads to the program at ${program.host}:${program.port} on this machine` };
  const { backends, anywhere } = usableOf(client, { service, port, slices, view });
  if (backends.length === 0 && anywhere)
    return {
      statement: `${text} times out: no endpoint of ${objectText(key)} is on ${client.spec?.nodeName}, as its internalTrafficPolicy Local demands`,
    };
  if (backends.length === 0) return { statement: `${text} is refused: ${objectText(key)} has no ready endpoint`, related: [key] };
  // Clients of a headless Service connect to its pods, at any port.
  const pods = backends.flatMap((backend) => podsOf(backend, isHeadless ? query.port : backend.port, view));
  if (pods.length === 0) return { statement: `${text} leads to endpoints that are no pods` };
  return toPods(text, client, { pods, query, view });
}

interface ServicePorts {
  readonly service: Service;
  readonly port: ServicePort | undefined;
  readonly slices: readonly EndpointSlice[];
  readonly view: ClusterView;
}

function usableOf(client: Pod, { service, port, slices, view }: ServicePorts): ReturnType<typeof usableBackends> {
  const node = client.spec?.nodeName ?? '';
  const zone = view.get(resources.nodes, { name: node })?.metadata?.labels?.['topology.kubernetes.io/zone'];
  const all = port === undefined ? [] : backendsOf(slices, port);
  return usableBackends(all, service.spec?.internalTrafficPolicy === 'Local' ? 'Local' : 'Cluster', { node, zone });
}

function portText({ port, protocol = 'TCP' }: ServicePort): string {
  return `${port}/${protocol}`;
}

function podsOf({ endpoint: { targetRef } }: Backend, port: number, view: ClusterView): readonly (readonly [Pod, number])[] {
  const { kind, namespace = '', name = '' } = targetRef ?? {};
  const pod = kind === 'Pod' ? view.get<Pod>(resources.pods, { namespace, name }) : undefined;
  return pod === undefined ? [] : [[pod, port]];
}

interface PodCall {
  readonly pods: readonly (readonly [pod: Pod, port: number])[];
  readonly query: ConnectionQuery;
  readonly view: ClusterView;
}

function toPods(text: string, client: Pod, { pods, query, view }: PodCall): Verdict {
  const judgements = pods.map(([pod, port]) => ({ pod, port, refusal: refusalTo(client, pod, { port, protocol: query.protocol, view }) }));
  const refusals = judgements.filter(({ refusal }) => refusal !== undefined);
  const findings = refusals.flatMap(({ refusal }) => refusal?.findings ?? []).slice(0, PODS_MAX);
  const remedies = [...new Set(refusals.flatMap(({ refusal }) => refusal?.remedies ?? []))];
  if (refusals.length === pods.length) return { statement: `${text} times out: network policies forbid it`, findings, remedies };
  if (refusals.length > 0)
    return { statement: `${text} times out at ${refusals.length} of ${pods.length} pods: network policies forbid it`, findings, remedies };
  return {
    statement: `${text} arrives: endpoints are ready, and no network policy forbids it`,
    findings: judgements.slice(0, PODS_MAX).map(({ pod, port }) => ({ text: arrivalText(pod, port) })),
    remedies: ['if it is refused, no program listens at this port: compare targetPort with the program, kubectl exec POD -- netstat -lnt'],
  };
}

function arrivalText(pod: Pod, port: number): string {
  const declaredPorts = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].flatMap(({ ports }) => ports ?? []);
  const isDeclared = declaredPorts.some(({ containerPort }) => containerPort === port);
  const ports = declaredPorts.map(({ containerPort }) => containerPort).join(', ') || 'none';
  return `${objectText(keyOf(resources.pods, pod))} at port ${port}${isDeclared ? '' : `, which no container declares (declared: ${ports})`}`;
}
