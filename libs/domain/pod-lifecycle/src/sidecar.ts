import type { Container } from '@klockwork/kubernetes-types';

/** True for an init container that runs beside the others (a sidecar). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}
