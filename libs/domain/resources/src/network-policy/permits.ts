import { type Labels, labelSelector } from '@klockwork/api-machinery';
import { addressBits, networkOf, parseCidr } from '../generic/cidr.ts';
import {
  type IpBlock,
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  type NetworkPolicyRule,
  rulesOf,
} from './network-policy.ts';
import type { PolicyEnd, PolicyFlow, PolicyView } from './policy-flow.ts';

/** Direction of a policy, with the field of its peers. */
const DIRECTIONS = [
  { type: 'Egress', side: 'to' },
  { type: 'Ingress', side: 'from' },
] as const;

type Direction = (typeof DIRECTIONS)[number];

/**
 * Returns whether the policies of both ends permit a connection. Policies add up: a pod that none selects for a direction is open in it, any
 * other takes what some rule permits. Models the NetworkPolicy API as its documentation describes it; Kubernetes itself has no code for it.
 */
export function permits(flow: PolicyFlow, view: PolicyView): boolean {
  return DIRECTIONS.every((direction) => refusing(flow, direction, view).length === 0);
}

/** Direction in which policies refuse a connection, with the policies that select the pod. */
export interface PolicyRefusal {
  readonly direction: 'Egress' | 'Ingress';
  readonly policies: readonly NetworkPolicy[];
}

/** Returns each direction in which policies refuse a connection; empty for a permitted one. */
export function policyRefusals(flow: PolicyFlow, view: PolicyView): readonly PolicyRefusal[] {
  return DIRECTIONS.flatMap((direction) => {
    const policies = refusing(flow, direction, view);
    return policies.length === 0 ? [] : [{ direction: direction.type, policies }];
  });
}

/** Returns the policies that select the pod of a direction, if none of them permits the connection. */
function refusing(flow: PolicyFlow, direction: Direction, view: PolicyView): readonly NetworkPolicy[] {
  const { pod } = direction.type === 'Egress' ? flow.from : flow.to;
  if (pod === undefined) return [];
  const policies = view.policies(pod.namespace).filter(({ spec }) => {
    return spec?.policyTypes?.includes(direction.type) && selects(spec.podSelector ?? {}, pod.labels);
  });
  return policies.some((policy) => permitsByPolicy(flow, policy, { direction, view })) ? [] : policies;
}

interface Scope {
  readonly direction: Direction;
  readonly view: PolicyView;
}

function permitsByPolicy(flow: PolicyFlow, policy: NetworkPolicy, { direction, view }: Scope): boolean {
  const other = direction.type === 'Egress' ? flow.to : flow.from;
  const isPeer = (peer: NetworkPolicyPeer) => matchesPeer(other, peer, { namespace: policy.metadata?.namespace ?? '', view });
  const permitsRule = ({ side, peers, ports }: NetworkPolicyRule) =>
    side === direction.side &&
    (peers.length === 0 || peers.some(isPeer)) &&
    (ports.length === 0 || ports.some((port) => matchesPort(flow, port)));
  return rulesOf(policy).some(permitsRule);
}

function matchesPeer(
  { ip, pod }: PolicyEnd,
  { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer,
  { namespace, view }: { readonly namespace: string; readonly view: PolicyView },
): boolean {
  if (ipBlock !== undefined) return isIn(ip, ipBlock);
  if (pod === undefined) return false;
  const hasNamespace =
    namespaceSelector === undefined ? pod.namespace === namespace : selects(namespaceSelector, view.labelsOfNamespace(pod.namespace) ?? {});
  return hasNamespace && selects(podSelector ?? {}, pod.labels);
}

/** Compares the port of a connection with a rule. Names are looked up among the ports of the destination. */
function matchesPort(flow: PolicyFlow, { port, endPort, protocol = 'TCP' }: NetworkPolicyPort): boolean {
  if (protocol !== flow.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return flow.port >= port && flow.port <= (endPort ?? port);
  return flow.to.pod?.ports.some((own) => own.name === port && own.protocol === protocol && own.port === flow.port) ?? false;
}

function selects(selector: NetworkPolicyPeer['podSelector'], labels: Labels): boolean {
  return labelSelector.fromObject(selector).matches(labels);
}

function isIn(ip: string, { cidr, except = [] }: IpBlock): boolean {
  return contains(cidr, ip) && !except.some((part) => contains(part, ip));
}

function contains(network: string, ip: string): boolean {
  const block = parseCidr(network);
  return block?.width === 32 && networkOf({ ...block, address: addressBits(ip) }) === networkOf(block);
}
