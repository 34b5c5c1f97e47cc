import type { Container, Pod } from '@klockwork/resources';

const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/**
 * Returns whether an update concerns the standards: images, seccomp annotations, new ephemeral containers. Models `isSignificantPodUpdate`.
 */
export function isSignificantUpdate(next: Pod, previous: Pod): boolean {
  const changed = (key: string) => next.metadata?.annotations?.[key] !== previous.metadata?.annotations?.[key];
  const differs = (container: Container, before: Container | undefined) =>
    container.image !== before?.image || changed(SECCOMP_OF_CONTAINER + container.name);
  const anyDiffers = (all: readonly Container[] = [], before: readonly Container[] = []) =>
    all.length !== before.length || all.some((container, index) => differs(container, before[index]));
  const ephemeral = (pod: Pod) => (pod.spec?.ephemeralContainers ?? []) as Container[];
  return (
    changed(SECCOMP_OF_POD) ||
    anyDiffers(next.spec?.containers, previous.spec?.containers) ||
    anyDiffers(next.spec?.initContainers, previous.spec?.initContainers) ||
    ephemeral(next).some((container) =>
      differs(
        container,
        ephemeral(previous).find(({ name }) => name === container.name),
      ),
    )
  );
}
