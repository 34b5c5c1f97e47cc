import { objectText } from '@klockwork/event-store';
import { type Pod, podCondition, podPhaseTerminal, resources } from '@klockwork/resources';
import { type Amounts, judgeNodes, type NodeVerdict } from '@klockwork/scheduling';
import { clusterNodes, schedulingView } from '../cluster-nodes.ts';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';
import { amountText } from './amount-text.ts';
import { nodeVerdictText } from './node-verdict-text.ts';
import { schedulingRemedies } from './scheduling-remedies.ts';

/** Max number of listed node verdicts. */
const NODES_MAX = 10;
const SCHEDULER = 'default-scheduler';

/** Explains why a pod has no node: scheduling gates, an unknown scheduler, claims, or the verdict of the filters on each node. */
export function diagnosePending(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const { nodeName, schedulingGates = [], schedulerName } = pod.spec ?? {};
  if (subject.gone || nodeName || podPhaseTerminal(pod) || pod.metadata?.deletionTimestamp !== undefined) return undefined;
  const is = `${objectText(subject.key)} is Pending`;
  const createdRevision = subject.history[0]?.revision ?? 0;
  if (schedulingGates.length > 0) return gated(subject, is, schedulingGates);
  if (schedulerName !== undefined && schedulerName !== SCHEDULER && podCondition(pod, 'PodScheduled') === undefined)
    return {
      statement: `${is}: no scheduler of the name "${schedulerName}" has bound it`,
      findings: [
        { text: `the lab's scheduler leaves pods alone whose spec.schedulerName is none of its profiles`, revision: createdRevision },
      ],
      remedies: [`run a scheduler of that name, or create the pod without schedulerName`],
      revision: createdRevision,
    };
  return unschedulable(subject, is, view);
}

function gated({ history, key }: Subject, is: string, gates: readonly { readonly name: string }[]): DiagnosisDraft {
  const names = gates.map(({ name }) => name).join(', ');
  const patch = `[{"op":"remove","path":"/spec/schedulingGates"}]`;
  const last = history.findLast(({ type }) => type === 'PodSpecUpdated') ?? history[0];
  return {
    statement: `${is}: scheduling gates hold it back: ${names}`,
    findings: [{ text: 'the scheduler does not look at a pod before its spec.schedulingGates is empty' }],
    remedies: [`kubectl patch pod ${key.name} -n ${key.namespace} --type json -p '${patch}'`],
    revision: last?.revision ?? 0,
  };
}

function unschedulable(subject: Subject, is: string, view: ClusterView): DiagnosisDraft {
  const pod = subject.object as Pod;
  const verdicts = judgeNodes(pod, clusterNodes(view), schedulingView(view));
  const condition = podCondition(pod, 'PodScheduled');
  const lastEvent = subject.history.findLast(({ type }) => type === 'PodUnschedulable') ?? subject.history[0];
  const revision = lastEvent?.revision ?? 0;
  const reasons = condition?.message ? [{ text: `the scheduler: ${condition.message}`, revision }] : [];
  if ('refused' in verdicts) return withoutStorage(subject, { is, reason: verdicts.refused, revision, said: reasons });
  const { nodes, requests } = verdicts;
  if (nodes.length === 0)
    return {
      statement: `${is}: the cluster has no node`,
      findings: reasons,
      remedies: ['wait for a node, or start a lab with one: klockwork up --nodes 1'],
      revision,
    };
  const left = nodes.length - NODES_MAX;
  return {
    statement: `${is}: ${headline(requests, nodes)}`,
    findings: [
      ...nodes.slice(0, NODES_MAX).map((verdict) => ({ text: nodeVerdictText(pod, verdict) })),
      ...(left > 0 ? [{ text: `… and ${left} more nodes` }] : []),
      ...reasons,
    ],
    remedies: schedulingRemedies(pod, nodes),
    revision,
  };
}

/** Explains a pod whose claims exclude every node. Diagnoses of the claims explain the rest. */
function withoutStorage(
  { object, key }: Subject,
  { is, reason, revision, said }: { is: string; reason: string; revision: number; said: DiagnosisDraft['findings'] },
): DiagnosisDraft {
  const { group, resource } = resources.persistentVolumeClaims;
  const claims = ((object as Pod).spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  return {
    statement: `${is}: ${reason}`,
    findings: said,
    remedies: /not found$/.test(reason) ? ['create the claim: the scheduler tries again as soon as it exists'] : [],
    revision,
    related: claims.map((name) => ({ group, resource, namespace: key.namespace, name })),
  };
}

/** Returns the main fact about all nodes: a resource short on each of them, with the largest free amount. */
function headline(requests: Amounts, nodes: readonly NodeVerdict[]): string {
  if (nodes.some(({ filter }) => filter === undefined)) return 'a node takes it, and the scheduler has not bound it yet';
  for (const [resource, amount] of Object.entries(requests)) {
    const frees = nodes.map(({ node }) => ({ name: node.name, free: (node.allocatable[resource] ?? 0) - (node.requested[resource] ?? 0) }));
    const most = frees.reduce((best, one) => (one.free > best.free ? one : best));
    if (amount > 0 && amount > most.free)
      return `it needs ${amountText(resource, amount)} ${resource}, and the most that is free is ${amountText(resource, Math.max(0, most.free))} on ${most.name}`;
  }
  return `none of ${nodes.length} nodes takes it`;
}
