import { dns1123Subdomain, type FieldError, fieldErrors, inRange, validateLabels } from '@klockwork/api-machinery';
import { type PodSpec, placedContainers } from '../pod-spec.ts';
import { validateAffinity } from './affinity.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.ts';
import { validateDnsConfig, validateHostAliases } from './dns.ts';
import { validateFileVolumes } from './env.ts';
import { checkChoice, checkFormat } from './field-checks.ts';
import { validateHostname, validateHostnameOverride } from './hostname.ts';
import { validateHostProcess, validateHostUsers, validateOperatingSystem } from './operating-system.ts';
import { validatePodLevelResources } from './pod-level-resources.ts';
import { validateResourceClaims } from './resource-claims.ts';
import { validateOverhead } from './resources.ts';
import { validateReadinessGates, validateSchedulingGates, validateTolerations, validateTopologySpread } from './scheduling.ts';
import { validatePodSecurityContext } from './security-context.ts';
import { validateVolumes } from './volumes.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const SECONDS_MAX = 2 ** 31 - 1;

/** Pod of the spec, with stricter rules than templates. */
interface SpecOwner {
  readonly name?: string;
}

/** Models `ValidatePodSpec` of `pkg/apis/core/validation/validation.go`, in its order. Without `pod`, validates a template's spec. */
export function validatePodSpec(spec: PodSpec, path: string, pod?: SpecOwner): FieldError[] {
  const volumes = validateVolumes(spec.volumes ?? [], pod?.name ?? '', `${path}.volumes`);
  const claimNames = new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter(Boolean));
  const around = { spec, volumes: volumes.known, claimNames };
  return [
    ...(spec.terminationGracePeriodSeconds === undefined ? [fieldErrors.required(`${path}.terminationGracePeriodSeconds`)] : []),
    ...volumes.errors,
    ...validateResourceClaims(spec.resourceClaims ?? [], `${path}.resourceClaims`),
    ...validateContainers(around, `${path}.containers`),
    ...validateInitContainers(around, `${path}.initContainers`),
    ...validateEphemeralContainers(around, `${path}.ephemeralContainers`),
    ...validatePodLevelResources(spec, claimNames, `${path}.resources`),
    ...validateHostPorts(spec, pod, `${path}.containers`),
    ...validatePlacement(spec, path),
    ...validateIdentity(spec, path),
    ...validateOverhead(spec.overhead, `${path}.overhead`),
    ...validateOperatingSystem(spec, path),
    ...validateFileVolumes(placedContainers(spec, path), volumes.known),
  ];
}

function validatePlacement(spec: PodSpec, path: string): FieldError[] {
  return [
    ...checkChoice(`${path}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES),
    ...checkChoice(`${path}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${path}.securityContext`),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDnsConfig(spec.dnsConfig, spec.dnsPolicy, `${path}.dnsConfig`),
    ...validateReadinessGates(spec.readinessGates, `${path}.readinessGates`),
    ...validateSchedulingGates(spec.schedulingGates, `${path}.schedulingGates`),
    ...validateTopologySpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
    ...validateHostnameOverride(spec, `${path}.hostnameOverride`),
  ];
}

function validateIdentity(spec: PodSpec, path: string): FieldError[] {
  const { serviceAccountName, nodeName, priorityClassName, runtimeClassName, preemptionPolicy } = spec;
  return [
    ...(serviceAccountName ? checkFormat(`${path}.serviceAccountName`, serviceAccountName, dns1123Subdomain) : []),
    ...(nodeName ? checkFormat(`${path}.nodeName`, nodeName, dns1123Subdomain) : []),
    ...validateActiveDeadline(spec.activeDeadlineSeconds, 1, `${path}.activeDeadlineSeconds`),
    ...validateHostname(spec, path),
    ...validateTolerations(spec.tolerations, `${path}.tolerations`),
    ...validateHostAliases(spec.hostAliases, `${path}.hostAliases`),
    ...(priorityClassName ? checkFormat(`${path}.priorityClassName`, priorityClassName, dns1123Subdomain) : []),
    ...(runtimeClassName === undefined ? [] : checkFormat(`${path}.runtimeClassName`, runtimeClassName, dns1123Subdomain)),
    ...(preemptionPolicy === undefined ? [] : checkChoice(`${path}.preemptionPolicy`, preemptionPolicy, PREEMPTION_POLICIES)),
  ];
}

/** The seconds a pod may run, `least` or more. */
function validateActiveDeadline(seconds: number | undefined, least: number, path: string): FieldError[] {
  return seconds === undefined || seconds === null ? [] : checkFormat(path, seconds, (value) => inRange(value, least, SECONDS_MAX));
}

/** With host networking, ports equal host ports; templates may leave that to pod defaults. Models `validatePodHostNetworkDeps`. */
function validateHostPorts(spec: PodSpec, pod: SpecOwner | undefined, path: string): FieldError[] {
  if (!spec.hostNetwork) return [];
  return (spec.containers ?? []).flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort }, at) => {
      if (hostPort === containerPort || (pod === undefined && hostPort === 0)) return [];
      const problem = 'must match `containerPort` when `hostNetwork` is true';
      return [fieldErrors.invalid(`${path}[${index}].ports[${at}].hostPort`, hostPort, problem)];
    }),
  );
}
