import type { Container, PodSpec } from '@klockwork/kubernetes-types';

export type { Container, ContainerRestartRule, PodSpec, PodTemplateSpec, Volume } from '@klockwork/kubernetes-types';

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
