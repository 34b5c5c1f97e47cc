import type { FileTree } from '@klockwork/files';
import type { Informer } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import type { Container, ContainerStatus, Pod, Service } from '@klockwork/kubernetes-types';
import { isStaticPod } from '@klockwork/node-lifecycle';
import { type ContainerMount, type ContainerRuntime, type ContainerSpec, declaredContainer, RuntimeError } from '@klockwork/pod-lifecycle';
import { containerIdentity } from './container-identity.ts';
import { containerLimits } from './container-limits.ts';
import { containerEnvironment, environmentReferences } from './environment/container-environment.ts';
import { expandVariables } from './environment/expand.ts';
import { hostsFile } from './etc-hosts.ts';
import { localProfiles } from './local-profiles.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';
import { podHostname } from './sandbox-spec.ts';
import { targetContainerId } from './target-container.ts';
import { containerMounts } from './volumes/container-mounts.ts';
import type { MountedVolume } from './volumes/volume-plugin.ts';

const HOSTS_PATH = '/etc/hosts';

/** Node parts that container specs need. */
export interface ContainerParts {
  readonly runtime: Pick<ContainerRuntime, 'hasImage'>;
  readonly hostFiles: FileTree;
  /** ConfigMaps and Secrets named by pods. */
  readonly objects: ReferencedObjects;
  readonly services: Pick<Informer<Service>, 'list' | 'synced'>;
  readonly hostIP: string;
  /** Resources of the node for pods. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Statuses of a pod's containers. */
export interface ContainerStatuses {
  /** Returns the newest status of a container by name. */
  containerStatus(name: string): ContainerStatus | undefined;
}

/** Pod with its address and the places of its volumes on the node. */
export interface ContainerPlace {
  readonly pod: Pod;
  readonly podIP: string;
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  readonly statuses: ContainerStatuses;
}

/**
 * Returns the spec for the runtime. Rejects with RuntimeError for missing or unreadable inputs: reason CreateContainerConfigError. Models
 * `generateContainerConfig` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export async function readContainerSpec(
  container: Container,
  attempt: number,
  place: ContainerPlace,
  parts: ContainerParts,
): Promise<ContainerSpec> {
  const env = await readEnvironment(container, place, parts);
  const mounts = containerMounts({ container, env, volumes: place.volumes, files: parts.hostFiles.root });
  const { user = '', isStandIn } = parts.runtime.hasImage(container.image ?? '') ?? {};
  const identity = containerIdentity(place.pod, container, user, isStandIn);
  const processesOf = targetContainerId(container, (name) => place.statuses.containerStatus(name));
  const whose = { ...identity, ...(processesOf !== undefined && { processesOf }), declared: declaredContainer(place.pod, container) };
  return { ...containerSpec(place.pod, container, attempt, env), ...whose, mounts: mounts.concat(hostsMount(place, mounts, parts)) };
}

/** The kubelet manages a pod's hosts file, unless a container mounts its own. Models `makeHostsMount` of pkg/kubelet. */
function hostsMount({ pod, podIP }: ContainerPlace, mounts: readonly ContainerMount[], { hostFiles }: ContainerParts): ContainerMount[] {
  if (mounts.some(({ containerPath }) => containerPath === HOSTS_PATH)) return [];
  const { hostNetwork = false, hostAliases: aliases = [] } = pod.spec ?? {};
  const folder = `/var/lib/kubelet/pods/${pod.metadata?.uid}`;
  const hostPath = `${folder}/etc-hosts`;
  hostFiles.root.makeFolders(folder, 0o750);
  hostFiles.root.write(hostPath, hostsFile({ ips: [podIP], ...podHostname(pod), aliases, hostNetwork }));
  return [{ containerPath: HOSTS_PATH, hostPath }];
}

async function readEnvironment(
  container: Container,
  { pod, podIP }: ContainerPlace,
  { objects, services, hostIP, allocatable }: ContainerParts,
): Promise<Record<string, string>> {
  // Services, above all that of the API, are known before the first container starts. A static pod does not wait for the API.
  if (!isStaticPod(pod)) await services.synced();
  try {
    const data = await objects.read(pod, environmentReferences(container));
    return containerEnvironment({ container, pod, podIP, hostIP, allocatable, services: services.list(), data });
  } catch (error) {
    throw error instanceof ApiError ? new RuntimeError(error.message) : error;
  }
}

function containerSpec(pod: Pod, container: Container, attempt: number, env: Readonly<Record<string, string>>): ContainerSpec {
  const { name, image = '', command, args, workingDir, terminationMessagePath, stdin, stdinOnce, tty } = container;
  const profiles = localProfiles(pod, container);
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
    ...(terminationMessagePath && { terminationMessagePath }),
    ...(stdin && { stdin }),
    ...(stdinOnce && { stdinOnce }),
    ...(tty && { tty }),
    ...(profiles && { localProfiles: profiles }),
    limits: containerLimits(container),
  };
}
