import { objectText } from '@klockwork/event-store';
import type { ContainerStatus } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import { type DiagnosisDraft, type Subject, sinceRevision } from '../subject.ts';
import { containerOf, containerStatuses } from './exit-text.ts';
import { changeText } from './owner-text.ts';

/** The kubelet's reasons for a missing image. */
const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError']);
const CONFIG_REASONS = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'StartError',
  'PreCreateHookError',
]);
/** Part of a failed pull's message that precedes the command for a stand-in. */
const STAND_IN = '; to run it as a stand-in: ';

/** Explains a container that waits for its image: image, refusal, remedy. */
export function diagnoseImage(subject: Subject): DiagnosisDraft | undefined {
  const container = waitingContainer(subject, IMAGE_REASONS);
  if (container === undefined) return undefined;
  const { pod, status, reason } = container;
  const image = containerOf(pod, status.name)?.image ?? status.image;
  const [message = '', remedy] = (status.state?.waiting?.message ?? '').split(STAND_IN);
  const revision = sinceRevision(subject, (object) => containerStatuses(object as Pod).some((one) => isWaiting(one, IMAGE_REASONS)));
  return {
    statement: `${objectText(subject.key)} is in ${reason}: the image "${image}" of container ${status.name} is not there`,
    findings: message === '' ? [] : [{ text: message, revision }],
    remedies: [
      changeText(pod, `correct the image of container ${status.name}`),
      ...(remedy === undefined ? [] : [`run a stand-in: ${remedy}`]),
    ],
    revision,
  };
}

/** Explains a container that cannot be created: missing ConfigMap, Secret or key, or a forbidden user. */
export function diagnoseConfig(subject: Subject): DiagnosisDraft | undefined {
  const container = waitingContainer(subject, CONFIG_REASONS);
  if (container === undefined) return undefined;
  const { pod, status, reason } = container;
  const message = status.state?.waiting?.message ?? '';
  const revision = sinceRevision(subject, (object) => containerStatuses(object as Pod).some((one) => isWaiting(one, CONFIG_REASONS)));
  return {
    statement: `${objectText(subject.key)} is in ${reason}: container ${status.name}: ${message}`,
    findings: [{ text: 'the kubelet tries again at each sync of the pod', revision }],
    remedies: missingRemedies(pod, message),
    revision,
  };
}

/** Returns commands that create the objects missing in a kubelet message. */
export function missingRemedies(pod: Pod, message: string): readonly string[] {
  const { namespace = 'default' } = pod.metadata ?? {};
  const [, kind, name] = /(configmap|secret) "([^"]+)" not found/.exec(message) ?? [];
  if (kind === 'configmap') return [`kubectl create configmap ${name} -n ${namespace} --from-literal=KEY=VALUE`];
  if (kind === 'secret') return [`kubectl create secret generic ${name} -n ${namespace} --from-literal=KEY=VALUE`];
  const [, key, owner] = /find key (\S+) in (ConfigMap|Secret) \S+/.exec(message) ?? [];
  if (key !== undefined) return [`add the key ${key} to the ${owner}`];
  return [changeText(pod, 'correct the spec')];
}

function waitingContainer({ object, gone }: Subject, reasons: ReadonlySet<string>) {
  const pod = object as Pod;
  if (gone || pod.metadata?.deletionTimestamp !== undefined) return undefined;
  const status = containerStatuses(pod).find((one) => isWaiting(one, reasons));
  return status && { pod, status, reason: status.state?.waiting?.reason ?? '' };
}

function isWaiting({ state }: ContainerStatus, reasons: ReadonlySet<string>): boolean {
  return reasons.has(state?.waiting?.reason ?? '');
}
