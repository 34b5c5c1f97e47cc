import type * as kubernetes from '@klockwork/kubernetes-types';

/** A rule that overrides a container's restart policy by its exit code (1.34 and later). */
export interface ContainerRestartRule {
  action: string;
  exitCodes?: { operator: string; values?: number[] };
}

/** A container with the fields that are newer than `kubernetes-types`. */
export interface Container extends kubernetes.Container {
  restartPolicyRules?: ContainerRestartRule[];
}

/** A volume with the fields that are newer than `kubernetes-types`. */
export interface Volume extends kubernetes.Volume {
  image?: { reference?: string; pullPolicy?: string };
}

/** A pod's spec with the fields that are newer than `kubernetes-types`. */
export interface PodSpec extends Omit<kubernetes.PodSpec, 'containers' | 'initContainers' | 'volumes'> {
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  resources?: kubernetes.ResourceRequirements;
  hostnameOverride?: string;
}

/** The template of a Deployment, a ReplicaSet … */
export interface PodTemplateSpec extends Omit<kubernetes.PodTemplateSpec, 'spec'> {
  spec?: PodSpec;
}

/** A container and its path: `spec.initContainers[0]`. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
}

/** Every container of a pod with its path: init containers, then containers, then ephemeral ones. Models `VisitContainersWithPath`. */
export function placedContainers(spec: PodSpec, path: string): PlacedContainer[] {
  const place = (containers: readonly Container[] | undefined, field: string): PlacedContainer[] =>
    (containers ?? []).map((container, index) => ({ container, path: `${path}.${field}[${index}]` }));
  return [
    ...place(spec.initContainers, 'initContainers'),
    ...place(spec.containers, 'containers'),
    ...place(spec.ephemeralContainers, 'ephemeralContainers'),
  ];
}

/** True for a sidecar: an init container that is restarted for as long as the pod runs. */
export function isSidecar(container: Pick<Container, 'restartPolicy'> | undefined): boolean {
  return container?.restartPolicy === 'Always';
}
