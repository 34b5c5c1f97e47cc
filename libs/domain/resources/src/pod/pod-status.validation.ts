import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  ipAddress,
  qualifiedName,
  validateImmutable,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { ContainerStatus } from '@klockwork/kubernetes-types';
import { ipFamilyOf } from '../generic/ip.ts';
import type { Container, ContainerRestartRule } from '../pod-template/pod-spec.ts';
import { checkFormat } from '../pod-template/validation/field-checks.ts';
import { validatePodAnnotationUpdate } from '../pod-template/validation/pod-annotations.ts';
import type { Pod } from './pod.ts';

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];
const NOT_BACK = 'may not be transitioned to non-terminated state';
const BOUND = 'may not be set on pods that are already bound to a node';

/** Models `ValidatePodStatusUpdate`. */
export function validatePodStatusUpdate(next: Pod, previous: Pod): FieldError[] {
  const { status = {} } = next;
  const nominatedNode = status.nominatedNodeName;
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validatePodAnnotationUpdate(next.metadata?.annotations, previous.metadata?.annotations, 'metadata.annotations'),
    ...validateConditions(next),
    ...(nominatedNode && nominatedNode !== previous.status?.nominatedNodeName ? validateNomination(nominatedNode, previous) : []),
    ...validateGeneration(status as { observedGeneration?: number }, 'status'),
    ...validateImmutable(status.qosClass, previous.status?.qosClass, 'status.qosClass'),
    ...validateTransitions(next, previous),
    ...validateIps(status.podIPs, 'status.podIPs'),
    ...validateHostIps(next),
  ];
}

function validateConditions({ status }: Pod): FieldError[] {
  return (status?.conditions ?? []).flatMap((condition, index) => {
    const { type } = condition;
    const path = `status.conditions[${index}]`;
    // Upstream uses Go's field name.
    const namedErrors = SYSTEM_CONDITIONS.includes(type) ? [] : checkFormat(`${path}.Type`, type, qualifiedName);
    return [...validateGeneration(condition, path), ...namedErrors];
  });
}

function validateNomination(node: string, { spec }: Pod): FieldError[] {
  const path = 'status.nominatedNodeName';
  const namedErrors = checkFormat(path, node, dns1123Subdomain);
  return spec?.nodeName ? [...namedErrors, fieldErrors.forbidden(path, BOUND)] : namedErrors;
}

function validateGeneration({ observedGeneration = 0 }: { observedGeneration?: number }, path: string): FieldError[] {
  if (observedGeneration >= 0) return [];
  return [fieldErrors.invalid(`${path}.observedGeneration`, observedGeneration, 'must be a non-negative integer')];
}

/** Containers that ended for good stay ended. */
function validateTransitions({ status: is = {} }: Pod, { spec, status: wasStatus = {} }: Pod): FieldError[] {
  const mayRestart = (containers: readonly Container[] | undefined) => (name: string, exitCode: number) =>
    restarts(
      containers?.find((container) => container.name === name),
      spec?.restartPolicy,
      exitCode,
    );
  const path = 'status.initContainerStatuses';
  return [
    ...transitions(is.containerStatuses, wasStatus.containerStatuses, 'status.containerStatuses', mayRestart(spec?.containers)),
    ...transitions(is.initContainerStatuses, wasStatus.initContainerStatuses, path, mayRestart(spec?.initContainers)),
    ...transitions(is.ephemeralContainerStatuses, wasStatus.ephemeralContainerStatuses, 'status.ephemeralContainerStatuses', () => false),
  ];
}

/** Checks the container's rules, its policy, then the pod's. Models `ContainerShouldRestart` of `pkg/api/v1/pod/util.go`. */
function restarts(container: Container | undefined, podPolicy: string | undefined, exitCode: number): boolean {
  if (!container) return false;
  const { restartPolicy, restartPolicyRules = [] } = container;
  if (restartPolicy && restartPolicyRules.some((rule) => startsAgain(rule, exitCode))) return true;
  const policy = restartPolicy ?? podPolicy;
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

function startsAgain({ action, exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  if (!exitCodes || action !== 'Restart') return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}

/** Models `ValidateContainerStateTransition`. */
function transitions(
  next: readonly ContainerStatus[] | undefined,
  previous: readonly ContainerStatus[] | undefined,
  path: string,
  mayRestart: (name: string, exitCode: number) => boolean,
): FieldError[] {
  return (previous ?? []).flatMap(({ name, state }, index) => {
    if (!state?.terminated || mayRestart(name, state.terminated.exitCode)) return [];
    const isBack = (next ?? []).some((after) => after.name === name && !after.state?.terminated);
    return isBack ? [fieldErrors.forbidden(`${path}[${index}].state`, NOT_BACK)] : [];
  });
}

/** Allows a single address, or two of different families. */
function validateIps(given: readonly { ip?: string }[] | undefined, path: string): FieldError[] {
  const ips = (given ?? []).map(({ ip = '' }) => ip);
  const errors = ips.flatMap((ip, index) => checkFormat(`${path}[${index}]`, ip, ipAddress));
  const ofBoth = ips.length === 2 && new Set(ips.map(ipFamilyOf)).size === 2;
  if (ips.length <= 1 || ofBoth) return errors;
  // Go's internal type, without JSON names.
  const value = ips.map((ip) => ({ IP: ip }));
  return [...errors, fieldErrors.invalid(path, value, 'may specify no more than one IP for each IP family')];
}

function validateHostIps({ status }: Pod): FieldError[] {
  const first = status?.hostIPs?.[0]?.ip;
  if (first === undefined) return [];
  const errors = validateIps(status?.hostIPs, 'status.hostIPs');
  if (first === status?.hostIP) return errors;
  return [fieldErrors.invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`'), ...errors];
}
