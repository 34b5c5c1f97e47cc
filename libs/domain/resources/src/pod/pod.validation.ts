import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  ipAddress,
  qualifiedName,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { ContainerStatus } from 'kubernetes-types/core/v1';
import { isSidecar, type PodSpec } from '../pod-template/pod-spec.ts';
import { validateImagesTrimmed } from '../pod-template/validation/containers.ts';
import { checkFormat } from '../pod-template/validation/field-checks.ts';
import { validatePodAnnotations, validatePodAnnotationUpdate } from '../pod-template/validation/pod-annotations.ts';
import { validatePodSpec } from '../pod-template/validation/pod-spec.validation.ts';
import type { Pod } from './pod.ts';

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];
const NOT_BACK = 'may not be transitioned to non-terminated state';

/** Models `ValidatePodCreate`. */
export function validatePod(pod: Pod): FieldError[] {
  const { ephemeralContainers, nodeName, schedulingGates } = specOf(pod);
  const errors = validateMetadataAndSpec(pod);
  if (ephemeralContainers?.length) errors.push(fieldErrors.forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if (nodeName && schedulingGates?.length) {
    errors.push(fieldErrors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

/** What holds for a pod at any time. Models `validatePodMetadataAndSpec`. */
export function validateMetadataAndSpec(pod: Pod): FieldError[] {
  const spec = specOf(pod);
  return [
    ...validateObjectMeta(pod.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain }),
    ...validatePodAnnotations(pod.metadata?.annotations, spec, 'metadata.annotations'),
    ...validatePodSpec(spec, 'pod', 'spec'),
    ...validateTokensHaveAccount(spec),
    ...validateImagesTrimmed(spec.containers, 'spec.containers'),
    ...validateImagesTrimmed(spec.initContainers, 'spec.initContainers'),
  ];
}

/** Models `ValidatePodStatusUpdate`. */
export function validatePodStatusUpdate(next: Pod, previous: Pod): FieldError[] {
  const { status = {} } = next;
  const nominated = status.nominatedNodeName;
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validatePodAnnotationUpdate(next.metadata?.annotations, previous.metadata?.annotations, 'metadata.annotations'),
    ...validateConditions(next),
    ...(nominated && nominated !== previous.status?.nominatedNodeName
      ? checkFormat('status.nominatedNodeName', nominated, dns1123Subdomain)
      : []),
    ...validateImmutable(status.qosClass, previous.status?.qosClass, 'status.qosClass'),
    ...validateTransitions(next, previous),
    ...validateIps(status.podIPs, 'status.podIPs'),
    ...validateHostIps(next),
  ];
}

function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

function validateTokensHaveAccount(spec: PodSpec): FieldError[] {
  if (spec.serviceAccountName) return [];
  return (spec.volumes ?? []).flatMap(({ projected }, volume) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, source) => {
      if (!serviceAccountToken) return [];
      const path = `spec.volumes[${volume}].projected.sources[${source}].serviceAccountToken`;
      return [fieldErrors.forbidden(path, 'must not be specified when serviceAccountName is not set')];
    }),
  );
}

// Upstream reports conditions below metadata.
function validateConditions(pod: Pod): FieldError[] {
  return (pod.status?.conditions ?? []).flatMap(({ type }, index) =>
    SYSTEM_CONDITIONS.includes(type) ? [] : checkFormat(`metadata.conditions[${index}].Type`, type, qualifiedName),
  );
}

/** A container that ended for good stays ended. Models `ValidateContainerStateTransition`. */
function validateTransitions({ status }: Pod, previous: Pod): FieldError[] {
  const spec = specOf(previous);
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const policies = new Map((spec.containers ?? []).map((container) => [container.name, container]));
  const mayRestart = (policy: string | undefined) => (container: ContainerStatus) => {
    const own = policies.get(container.name);
    if (own?.restartPolicyRules?.length) return true;
    return restarts(own?.restartPolicy ?? policy, container);
  };
  const mayRestartInit = (container: ContainerStatus) => sidecars.has(container.name) || restarts(spec.restartPolicy, container);
  const was = previous.status ?? {};
  const is = status ?? {};
  return [
    ...transitions(is.containerStatuses, was.containerStatuses, 'status.containerStatuses', mayRestart(spec.restartPolicy)),
    ...transitions(is.initContainerStatuses, was.initContainerStatuses, 'status.initContainerStatuses', mayRestartInit),
    ...transitions(is.ephemeralContainerStatuses, was.ephemeralContainerStatuses, 'status.ephemeralContainerStatuses', () => false),
  ];
}

function restarts(policy: string | undefined, container: ContainerStatus): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && container.state?.terminated?.exitCode !== 0);
}

function transitions(
  next: readonly ContainerStatus[] | undefined,
  previous: readonly ContainerStatus[] | undefined,
  path: string,
  mayRestart: (container: ContainerStatus) => boolean,
): FieldError[] {
  return (previous ?? []).flatMap((before, index) => {
    if (!before.state?.terminated || mayRestart(before)) return [];
    const back = (next ?? []).filter((after) => after.name === before.name && !after.state?.terminated);
    return back.map(() => fieldErrors.forbidden(`${path}[${index}].state`, NOT_BACK));
  });
}

function validateIps(ips: readonly { ip?: string }[] | undefined, path: string): FieldError[] {
  return (ips ?? []).flatMap(({ ip }, index) => checkFormat(`${path}[${index}]`, ip ?? '', ipAddress));
}

function validateHostIps({ status }: Pod): FieldError[] {
  const first = status?.hostIPs?.[0]?.ip;
  if (first === undefined) return [];
  const errors = validateIps(status?.hostIPs, 'status.hostIPs');
  if (first === status?.hostIP) return errors;
  return [fieldErrors.invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`'), ...errors];
}
