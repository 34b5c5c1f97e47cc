import { objectText } from '@klockwork/event-store';
import { type Node, nodeReady, type Pod, resources } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, eventsAbout, revisionOf, type Subject, sinceRevision } from '../subject.ts';
import { containerStatuses } from './exit-text.ts';
import { missingRemedies } from './waiting.ts';

/** Event reasons of the kubelet before containers are created. */
const OBSTACLES = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume', 'FailedCreatePodSandBox', 'NetworkNotReady']);
/** Beginning of the kubelet's message that sums up earlier events. */
const SUMMARY = 'Unable to attach or mount volumes';

/** Explains a scheduled pod without containers: unmountable volumes, a running init container, or a lost node. */
export function diagnoseCreating(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const { nodeName } = pod.spec ?? {};
  if (subject.gone || !nodeName || pod.status?.phase !== 'Pending' || pod.metadata?.deletionTimestamp !== undefined) return undefined;
  return initRunning(subject) ?? obstacle(subject, view) ?? lostNode(subject, view, nodeName);
}

function initRunning(subject: Subject): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const all = pod.status?.initContainerStatuses ?? [];
  const index = all.findIndex(({ name, state, started }) => state?.running !== undefined && !(isSidecar(pod, name) && started === true));
  const running = all[index];
  if (running === undefined) return undefined;
  const isRunning = (object: unknown) =>
    ((object as Pod).status?.initContainerStatuses ?? []).some(({ name, state }) => name === running.name && state?.running !== undefined);
  const revision = sinceRevision(subject, isRunning);
  return {
    statement: `${objectText(subject.key)} is Pending: init container ${running.name} has not ended (${index + 1} of ${all.length})`,
    findings: [{ text: `it runs since ${running.state?.running?.startedAt}; the other containers wait for it`, revision }],
    remedies: [`kubectl logs ${pod.metadata?.name} -n ${pod.metadata?.namespace} -c ${running.name}`],
    revision,
  };
}

function isSidecar({ spec }: Pod, name: string): boolean {
  return spec?.initContainers?.find((container) => container.name === name)?.restartPolicy === 'Always';
}

function obstacle(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const isCreating = containerStatuses(pod).every(({ state }) =>
    ['ContainerCreating', 'PodInitializing'].includes(state?.waiting?.reason ?? ''),
  );
  if (!isCreating) return undefined;
  const events = eventsAbout(view, pod).filter(({ reason = '' }) => OBSTACLES.has(reason));
  const newest = events.findLast(({ message = '' }) => !message.startsWith(SUMMARY)) ?? events.at(-1);
  if (newest === undefined) return undefined;
  const message = newest.message?.trim() ?? '';
  return {
    statement: `${objectText(subject.key)} is in ContainerCreating: ${message}`,
    findings: events.map((event) => ({
      text: `${event.reason}, ${event.count ?? 1} times: ${event.message?.trim()}`,
      revision: revisionOf(event),
    })),
    remedies: missingRemedies(pod, message),
    revision: sinceRevision(subject, (object) => (object as Pod).status?.phase === 'Pending' && Boolean((object as Pod).spec?.nodeName)),
  };
}

function lostNode(subject: Subject, view: ClusterView, name: string): DiagnosisDraft | undefined {
  const node = view.get<Node>(resources.nodes, { name });
  if (node !== undefined && nodeReady(node)) return undefined;
  return {
    statement: `${objectText(subject.key)} is Pending: its node ${name} ${node === undefined ? 'no longer exists' : 'is not Ready'}`,
    findings: [{ text: 'the kubelet of the node does not report what it does with the pod' }],
    remedies: node === undefined ? [] : [`klockwork start-node ${name}`],
    revision: subject.history.findLast(({ type }) => type === 'PodBound')?.revision ?? 0,
    ...(node && { related: [{ group: '', resource: 'nodes', namespace: '', name }] }),
  };
}
