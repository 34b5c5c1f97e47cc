import { objectText } from '@klockwork/event-store';
import { type Event, type Node, nodeCondition, type Pod, resources } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, revisionOf, type Subject, sinceRevision } from '../subject.ts';

/** The kubelet's message for a short resource. */
const SHORT = /^The node was low on resource: ([a-z-]+)\. (?:Threshold quantity: (\S+), available: (\S+)\. )?/;
const GREEDY = /Container (\S+) was using (\S+), request is (\S+), has larger consumption of [a-z-]+\. /g;

/** Kubelet signals and node conditions, by reclaimed resource. */
const SIGNALS: Readonly<Record<string, { readonly signal: string; readonly condition: string; readonly option: string }>> = {
  memory: { signal: 'memory.available', condition: 'MemoryPressure', option: '--node-memory' },
  'ephemeral-storage': { signal: 'nodefs.available', condition: 'DiskPressure', option: '--node-ephemeral-storage' },
  pids: { signal: 'pid.available', condition: 'PIDPressure', option: '' },
};

/** Explains an eviction by the kubelet: signal and threshold, the pod's usage and requests, the node. */
export function diagnoseEvicted(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const { reason, message = '' } = pod.status ?? {};
  if (reason !== 'Evicted') return undefined;
  const revision = sinceRevision(subject, (object) => (object as Pod).status?.reason === 'Evicted');
  const node = pod.spec?.nodeName ?? '';
  const short = SHORT.exec(message);
  const sentence = `${objectText(subject.key)} was evicted from ${node}`;
  if (short === null) return { statement: `${sentence}: ${message.trim()}`, findings: [], remedies: localRemedies(message), revision };
  const [, resource = '', threshold, available] = short;
  const { signal, condition, option } = SIGNALS[resource] ?? { signal: resource, condition: '', option: '' };
  const thresholdText = threshold === undefined ? '' : `: ${signal} was ${available}, and the threshold is ${threshold}`;
  return {
    statement: `${sentence}: the node was low on ${resource}${thresholdText}`,
    findings: [...usageFindings(message, revision), ...nodeFindings(view, node, condition)],
    remedies: remediesFor(resource, option),
    revision,
  };
}

function usageFindings(message: string, revision: number): DiagnosisDraft['findings'] {
  const greedy = [...message.matchAll(GREEDY)];
  if (greedy.length === 0) return [{ text: 'no container of the pod used more than it requests; it was next in rank', revision }];
  return greedy.map(([, name, usage, request]) => ({ text: `container ${name} used ${usage} and requests ${request}`, revision }));
}

function nodeFindings(view: ClusterView, name: string, type: string): DiagnosisDraft['findings'] {
  const node = view.get<Node>(resources.nodes, { name });
  const pressure = node && nodeCondition(node, type);
  const metConditions = view
    .list<Event>(resources.events, 'default')
    .filter(({ reason, involvedObject }) => reason === 'EvictionThresholdMet' && involvedObject.name === name)
    .map((event) => ({ text: `${name}: EvictionThresholdMet: ${event.message}`, revision: revisionOf(event) }));
  const now = node === undefined ? `${name} no longer exists` : `${name}: ${type} is ${pressure?.status ?? 'Unknown'} now`;
  return [...metConditions, { text: now }];
}

function remediesFor(resource: string, option: string): readonly string[] {
  if (resource === 'pids') return ['run fewer processes in the pods of this node'];
  return [
    `request what the containers use (resources.requests.${resource}): pods that use more than they request are evicted first`,
    `limit them (resources.limits.${resource}): then one container is stopped instead of a whole node running short`,
    `or start a lab with larger nodes: klockwork up ${option} N`,
  ];
}

/** Returns remedies for a pod's own limits, or for a node condition. */
function localRemedies(message: string): readonly string[] {
  if (message.includes('The node had condition')) return ['wait until the condition of the node is over; controllers create other pods'];
  return ['raise the limit that the message names, or write less'];
}
