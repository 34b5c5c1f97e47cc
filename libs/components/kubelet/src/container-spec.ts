import type { FileTree } from '@klockwork/files';
import type { Informer } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import type { Container, Pod, Service } from 'kubernetes-types/core/v1';
import { containerEnvironment, environmentReferences } from './environment/container-environment.ts';
import { expandVariables } from './environment/expand.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';
import { containerMounts } from './volumes/container-mounts.ts';
import type { MountedVolume } from './volumes/volume-plugin.ts';

/** What a node has that its containers are made with. */
export interface ContainerParts {
  readonly hostFiles: FileTree;
  /** ConfigMaps and Secrets that pods name. */
  readonly objects: ReferencedObjects;
  readonly services: Pick<Informer<Service>, 'list' | 'synced'>;
  readonly hostIP: string;
  /** What the node lets pods have. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** A pod as its container finds it: its address, and where its volumes are on the node. */
export interface ContainerPlace {
  readonly pod: Pod;
  readonly podIP: string;
  readonly volumes: ReadonlyMap<string, MountedVolume>;
}

/**
 * What the runtime is to run. Rejects with RuntimeError when something that it is made from is missing or cannot be read: the reason is
 * then CreateContainerConfigError. Models `generateContainerConfig` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export async function readContainerSpec(
  container: Container,
  attempt: number,
  place: ContainerPlace,
  parts: ContainerParts,
): Promise<ContainerSpec> {
  const env = await readEnvironment(container, place, parts);
  const mounts = containerMounts({ container, env, volumes: place.volumes, files: parts.hostFiles.root });
  return { ...containerSpec(place.pod, container, attempt, env), ...(mounts.length > 0 && { mounts }) };
}

async function readEnvironment(
  container: Container,
  { pod, podIP }: ContainerPlace,
  { objects, services, hostIP, allocatable }: ContainerParts,
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

function containerSpec(pod: Pod, container: Container, attempt: number, env: Readonly<Record<string, string>>): ContainerSpec {
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
