import { objectText } from '@klockwork/event-store';
import { type Connection, type EndpointSlice, type Pod, podReady, resources, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, keyOf, type Subject } from '../subject.ts';

/** Pods that are diagnosed themselves. */
const PODS_MAX = 3;

/** Explains an unreachable Service: no selected pod, no ready pod, or no such container port. */
export function diagnoseService(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec } = subject.object as Service;
  const { namespace, name } = subject.key;
  if (subject.gone || spec?.type === 'ExternalName') return undefined;
  const connection = connectionOf(subject, view);
  if (connection !== undefined) return connected(subject, connection);
  if (hasEndpoints(view, namespace, name)) return undefined;
  const revision = subject.history.at(-1)?.revision ?? 0;
  const without = `${objectText(subject.key)} has no endpoints`;
  if (spec?.selector === undefined || Object.keys(spec.selector).length === 0) {
    const remedies = [
      `create an EndpointSlice with the label ${SERVICE_NAME_LABEL}=${name}, or give the Service a selector`,
      `let it lead to a program on this machine: npx klockwork connect ${name} -n ${namespace} --to 127.0.0.1:PORT`,
    ];
    return { statement: `${without}: it has no selector`, findings: [], remedies, revision };
  }
  const pairs = Object.entries(spec.selector).map(([key, value]) => `${key}=${value}`);
  const pods = view.list<Pod>(resources.pods, namespace).filter((pod) => isSelected(pod, spec.selector ?? {}));
  if (pods.length === 0)
    return unmatched(subject, view, { statement: `${without}: its selector ${pairs.join(',')} matches no pod`, revision });
  const ready = pods.filter(podReady);
  const missing = missingPorts(spec.ports ?? [], ready);
  if (ready.length > 0 && missing.length > 0)
    return {
      statement: `${without}: no container port of its pods is named ${missing.join(', ')}`,
      findings: ready.slice(0, PODS_MAX).map((pod) => ({ text: `${pod.metadata?.name} has ${portsText(pod)}` })),
      remedies: [`correct targetPort: kubectl edit service ${name} -n ${namespace}; or name the port of the container so`],
      revision,
    };
  return {
    statement: `${without} that are ready: ${pods.length} pod${pods.length === 1 ? '' : 's'} selected by ${pairs.join(',')}, ${ready.length} ready`,
    findings: [],
    remedies: [],
    revision,
    related: pods
      .filter((pod) => !podReady(pod))
      .slice(0, PODS_MAX)
      .map((pod) => keyOf(resources.pods, pod)),
  };
}

function connectionOf({ key }: Subject, view: ClusterView): Connection | undefined {
  return view.list<Connection>(resources.connections, key.namespace).find(({ metadata }) => metadata?.name === key.name);
}

/** Explains a Service that leads to a program on the machine of the lab, instead of pods. */
function connected({ key, history }: Subject, { spec }: Connection): DiagnosisDraft {
  const port = spec?.port === undefined ? '' : `, on port ${spec.port}`;
  return {
    statement: `${objectText(key)} leads to the program at ${spec?.to} on this machine${port}, not to pods`,
    findings: [],
    remedies: [`let it lead to its pods again: npx klockwork disconnect ${key.name} -n ${key.namespace}`],
    revision: history.at(-1)?.revision ?? 0,
  };
}

/** Endpoints without a condition count as ready, as for clients. An endpoint needs a port, unless the Service has none. */
function hasEndpoints(view: ClusterView, namespace: string, name: string): boolean {
  return view
    .list<EndpointSlice>(resources.endpointSlices, namespace)
    .filter(({ metadata }) => metadata?.labels?.[SERVICE_NAME_LABEL] === name)
    .some(({ endpoints, ports }) => (ports ?? []).length > 0 && (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false));
}

function isSelected({ metadata }: Pod, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value);
}

/** Returns similar labels: of pods with a selected key. */
function unmatched({ object, key }: Subject, view: ClusterView, answer: Pick<DiagnosisDraft, 'statement' | 'revision'>): DiagnosisDraft {
  const keys = Object.keys((object as Service).spec?.selector ?? {});
  const near = view
    .list<Pod>(resources.pods, key.namespace)
    .flatMap(({ metadata }) => keys.map((one) => [one, metadata?.labels?.[one]] as const));
  const labels = [...new Set(near.flatMap(([one, value]) => (value === undefined ? [] : [`${one}=${value}`])))];
  const text =
    labels.length === 0 ? `no pod of ${key.namespace} has a label ${keys.join(' or ')}` : `pods have ${labels.slice(0, 5).join(', ')}`;
  return {
    ...answer,
    findings: [{ text }],
    remedies: [`correct spec.selector, or label pods: kubectl edit service ${key.name} -n ${key.namespace}`],
  };
}

function missingPorts(ports: readonly { readonly targetPort?: number | string }[], ready: readonly Pod[]): readonly string[] {
  const names = ports.flatMap(({ targetPort }) => (typeof targetPort === 'string' ? [targetPort] : []));
  return names.filter((name) => !ready.some((pod) => containerPorts(pod).some((port) => port.name === name)));
}

function portsText(pod: Pod): string {
  const ports = containerPorts(pod).map(({ name, containerPort }) =>
    name === undefined ? `${containerPort}` : `${name}=${containerPort}`,
  );
  return ports.length === 0 ? 'no container ports' : `the container ports ${ports.join(', ')}`;
}

function containerPorts({ spec }: Pod) {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({ ports }) => ports ?? []);
}
