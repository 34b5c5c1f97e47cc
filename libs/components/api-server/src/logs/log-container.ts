import { statusErrors } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';

/** Returns the requested container of a log. Throws BadRequest. Models `validateContainer` of `pkg/registry/core/pod/strategy.go`. */
export function logContainer(pod: Pod, containerName: string): string {
  const name = pod.metadata?.name ?? '';
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name);
  if (containerName !== '') {
    if (all.includes(containerName)) return containerName;
    throw statusErrors.badRequest(`container ${containerName} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (only !== undefined && containers.length === 1) return only.name;
  const choice = containers.length === 0 ? '' : `, choose one of: [${all.join(' ')}]`;
  throw statusErrors.badRequest(`a container name must be specified for pod ${name}${choice}`);
}
