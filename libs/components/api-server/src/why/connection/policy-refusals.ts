import { objectText } from '@klockwork/event-store';
import {
  CLUSTER_DNS_IP,
  type Namespace,
  type NetworkPolicy,
  type Pod,
  type PolicyEnd,
  type PolicyFlow,
  type PolicyRefusal,
  type PolicyView,
  policyPod,
  policyRefusals,
  resources,
} from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, keyOf } from '../subject.ts';

/** Findings and remedies of a forbidden connection. */
export type Refusal = Pick<DiagnosisDraft, 'findings' | 'remedies'>;

/** Destination of a connection to a pod. */
export interface PodPort {
  readonly port: number;
  readonly protocol: PolicyFlow['protocol'];
  readonly view: ClusterView;
}

const DNS: PolicyEnd = {
  ip: CLUSTER_DNS_IP,
  pod: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', protocol: 'UDP', port: 53 }] },
};
const DNS_PORT = 53;

/** Undefined if policies permit a connection between two pods. Pods are open to themselves and to their node. */
export function refusalTo(from: Pod, to: Pod, { port, protocol, view }: PodPort): Refusal | undefined {
  const isOwnNode = from.spec?.hostNetwork === true && from.spec.nodeName === to.spec?.nodeName;
  if (from.metadata?.uid === to.metadata?.uid || isOwnNode) return undefined;
  const flow = { from: endOf(from), to: endOf(to), port, protocol };
  return refusalOf(policyRefusals(flow, policyView(view)), { from, to, flow });
}

/** Undefined if policies permit questions of a pod to the cluster's name server. */
export function dnsRefusal(from: Pod, view: ClusterView): Refusal | undefined {
  const flow: PolicyFlow = { from: endOf(from), to: DNS, port: DNS_PORT, protocol: 'UDP' };
  return refusalOf(policyRefusals(flow, policyView(view)), { from, to: undefined, flow });
}

/** Pods with the network of their node count as the node. */
function endOf(pod: Pod): PolicyEnd {
  const ip = pod.status?.podIP ?? '';
  return pod.spec?.hostNetwork ? { ip } : { ip, pod: policyPod(pod) };
}

function policyView(view: ClusterView): PolicyView {
  return {
    policies: (namespace) => view.list<NetworkPolicy>(resources.networkPolicies, namespace),
    labelsOfNamespace: (name) => view.get<Namespace>(resources.namespaces, { name })?.metadata?.labels,
  };
}

interface JudgedFlow {
  readonly from: Pod;
  /** Undefined for the name server. */
  readonly to: Pod | undefined;
  readonly flow: PolicyFlow;
}

function refusalOf(refusals: readonly PolicyRefusal[], flow: JudgedFlow): Refusal | undefined {
  if (refusals.length === 0) return undefined;
  return {
    findings: refusals.map(({ direction, policies }) => ({ text: refusalText(direction, policies, flow) })),
    remedies: refusals.flatMap(({ direction, policies }) =>
      policies.slice(0, 1).map(({ metadata }) => {
        const side = direction === 'Egress' ? 'to' : 'from';
        return `permit it by a rule with this port and this peer below ${direction.toLowerCase()}.${side}: kubectl edit netpol ${metadata?.name} -n ${metadata?.namespace}`;
      }),
    ),
  };
}

function refusalText(direction: PolicyRefusal['direction'], policies: readonly NetworkPolicy[], { from, to, flow }: JudgedFlow): string {
  const names = policies.map((policy) => objectText(keyOf(resources.networkPolicies, policy))).join(', ');
  const [source, target] = [from, to].map((pod) => (pod === undefined ? 'the name server' : objectText(keyOf(resources.pods, pod))));
  const port = `port ${flow.port}/${flow.protocol}`;
  const verb = policies.length === 1 ? 'selects' : 'select';
  if (direction === 'Egress') return `${names} ${verb} ${source}, without a rule for egress to ${target} at ${port}`;
  return `${names} ${verb} ${target}, without a rule for ingress from ${source} at ${port}`;
}
