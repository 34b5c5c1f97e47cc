import { objectText } from '@klockwork/event-store';
import type { ContainerStatus } from '@klockwork/kubernetes-types';
import { type Node, nodeReady, type Pod, podCondition, resources } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, type Subject, sinceRevision } from '../subject.ts';
import { type ProbeName, probeFailure } from './probe-findings.ts';

/** Explains a running pod that is not Ready: failed probe, unmet readiness gate, or lost node. */
export function diagnoseUnready(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const ready = podCondition(pod, 'Ready');
  if (subject.gone || pod.status?.phase !== 'Running' || pod.metadata?.deletionTimestamp !== undefined || ready?.status === 'True')
    return undefined;
  const unready = (pod.status?.containerStatuses ?? []).filter((status) => !status.ready);
  // Other diagnoses cover containers that do not run.
  if (unready.some(({ state }) => state?.running === undefined)) return undefined;
  const revision = sinceRevision(subject, (object) => podCondition(object as Pod, 'Ready')?.status !== 'True');
  const name = pod.spec?.nodeName ?? '';
  const node = view.get<Node>(resources.nodes, { name });
  if (node === undefined || !nodeReady(node)) return onLostNode(subject, name, revision);
  const probes = unready.flatMap((status) => probeFindings(pod, view, status));
  return {
    statement: `${objectText(subject.key)} is not Ready: ${ready?.message || ready?.reason || 'no condition Ready was reported yet'}`,
    findings: probes.length > 0 ? probes : [{ text: `condition Ready is ${ready?.status ?? 'missing'}: ${ready?.reason ?? ''}`, revision }],
    remedies: remediesFor(pod, unready),
    revision,
  };
}

function onLostNode({ key }: Subject, name: string, revision: number): DiagnosisDraft {
  return {
    statement: `${objectText(key)} is not Ready: its node ${name} is not Ready or gone`,
    findings: [{ text: 'the node controller marks the pods of a lost node as not Ready', revision }],
    remedies: [`klockwork start-node ${name}`],
    revision,
    related: [{ group: '', resource: 'nodes', namespace: '', name }],
  };
}

function probeFindings(pod: Pod, view: ClusterView, { name, started }: ContainerStatus): DiagnosisDraft['findings'] {
  const probe: ProbeName = started === true ? 'Readiness' : 'Startup';
  const failure = probeFailure(view, pod, name, probe);
  return [{ text: `container ${name} runs and is not ready` }, ...(failure === undefined ? [] : [failure])];
}

function remediesFor(pod: Pod, unready: readonly ContainerStatus[]): readonly string[] {
  const { name, namespace } = pod.metadata ?? {};
  const gates = (pod.spec?.readinessGates ?? []).filter(({ conditionType }) => podCondition(pod, conditionType)?.status !== 'True');
  return [
    ...unready.map((status) => `kubectl logs ${name} -n ${namespace} -c ${status.name}; correct the program or the probe`),
    ...gates.map(({ conditionType }) => `the controller of the readiness gate sets condition ${conditionType} to True in the pod's status`),
  ];
}
