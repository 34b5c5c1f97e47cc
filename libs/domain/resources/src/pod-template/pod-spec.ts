import type { Container, PodSpec } from '@klockwork/kubernetes-types';

export type { Container, ContainerRestartRule, PodSpec, PodTemplateSpec, Volume } from '@klockwork/kubernetes-types';

/** A container and its path: `spec.initContainers[0]`. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
}

/** Returns all containers of a pod with paths: init, regular, then ephemeral ones. Models `VisitContainersWithPath`. */
export function placedContainers(spec: PodSpec, path: string): PlacedContainer[] {
  const place = (containers: readonly Container[] | undefined, field: string): PlacedContainer[] =>
    (containers ?? []).map((container, index) => ({ container, path: `${path}.${field}[${index}]` }));
  return [
    ...place(spec.initContainers, 'initContainers'),
    ...place(spec.containers, 'containers'),
    ...place(spec.ephemeralContainers, 'ephemeralContainers'),
  ];
}

/** Returns whether a container is a sidecar: a restartable init container. */
export function isSidecar(container: Pick<Container, 'restartPolicy'> | undefined): boolean {
  return container?.restartPolicy === 'Always';
}
