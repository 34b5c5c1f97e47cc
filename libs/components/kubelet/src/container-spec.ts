import type { Informer } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import type { Container, Pod, Service } from 'kubernetes-types/core/v1';
import { containerEnvironment, environmentReferences } from './environment/container-environment.ts';
import { expandVariables } from './environment/expand.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';

/** What a node knows that its containers' variables are taken from. */
export interface EnvironmentParts {
  /** ConfigMaps and Secrets that pods name. */
  readonly objects: ReferencedObjects;
  readonly services: Pick<Informer<Service>, 'list' | 'synced'>;
  readonly hostIP: string;
  /** What the node lets pods have. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Reads what a container's variables are taken from. Rejects with RuntimeError when something is missing or cannot be read. */
export async function readEnvironment(
  container: Container,
  { pod, podIP }: { pod: Pod; podIP: string },
  { objects, services, hostIP, allocatable }: EnvironmentParts,
): Promise<Record<string, string>> {
  // Services are known before the first container starts, above all where the API is.
  await services.synced();
  try {
    const data = await objects.read(pod, environmentReferences(container));
    return containerEnvironment({ container, pod, podIP, hostIP, allocatable, services: services.list(), data });
  } catch (error) {
    throw error instanceof ApiError ? new RuntimeError(error.message) : error;
  }
}

/** What the runtime is to run. Models `generateContainerConfig` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`. */
export function containerSpec(pod: Pod, container: Container, attempt: number, env: Readonly<Record<string, string>>): ContainerSpec {
  const { name, image = '', command, args, workingDir } = container;
  const expand = (words: readonly string[]) => words.map((word) => expandVariables(word, (variable) => env[variable]));
  return {
    name,
    attempt,
    image,
    env,
    annotations: pod.metadata?.annotations ?? {},
    ...(command && { command: expand(command) }),
    ...(args && { args: expand(args) }),
    ...(workingDir && { workingDir }),
  };
}
