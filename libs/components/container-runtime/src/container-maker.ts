import type { FileTree, MemoryAccount } from '@klockwork/files';
import { behaviorAnnotation, type ResolvedImage } from '@klockwork/images';
import { type Clock, type Random, shareWith } from '@klockwork/kernel';
import type { ContainerReport, ContainerSpec } from '@klockwork/pod-lifecycle';
import type { Main } from '@klockwork/userland';
import { containerImage } from './container-image.ts';
import type { CrashPlace } from './crash-log.ts';
import type { ImageStore } from './image-store.ts';
import { requireLocalProfiles } from './local-profiles.ts';
import type { SandboxNetwork } from './network/sandbox-network.ts';
import type { NodeMachine } from './node/node-machine.ts';
import { ContainerNamespaces } from './process/container-namespaces.ts';
import type { PodProcesses } from './process/process-limit.ts';
import type { ProcessNamespace } from './process/process-namespace.ts';
import { cgroupFiles } from './root-files/cgroup-files.ts';
import { containerFiles } from './root-files/container-files.ts';
import { deviceFiles } from './root-files/device-files.ts';
import type { ImageFiles } from './root-files/image-files.ts';
import { sandboxFolder } from './root-files/sandbox-files.ts';
import { SimulatedContainer } from './simulated-container.ts';

export interface ContainerMakerParts {
  readonly node: NodeMachine;
  readonly files: FileTree;
  readonly images: ImageStore;
  /** Image contents, shared by all nodes of an agent process. */
  readonly imageFiles: ImageFiles;
  /** Max bytes of one container log. */
  readonly logBytesMax: number;
  /** Finds the program of an executable; undefined when the image lacks that name. */
  programOf(image: ResolvedImage, executable: string): Main | undefined;
  reportOf(id: string): ContainerReport | undefined;
  changed(report: ContainerReport): void;
  /** Reports a bug of ours inside a container. */
  crashed(place: CrashPlace, error: unknown): void;
}

/** Sandbox of a new container. */
export interface ContainerPlace {
  /** Clock with the pod as timer owner. */
  readonly clock: Clock;
  readonly network: SandboxNetwork;
  readonly id: string;
  readonly hostname: string;
  /** Its pod: `pods/default/web` */
  readonly object: string;
  /** Shared PID namespace of the pod, if any. */
  readonly processes: ProcessNamespace | undefined;
  readonly podProcesses: PodProcesses;
  /** Files of `/proc/sys`: the node's, or those of a pod with parameters of its own. */
  readonly sysctls: FileTree;
}

/** Puts the containers of a node together: image, files, processes, network. */
export class ContainerMaker {
  readonly #parts: ContainerMakerParts;
  readonly #namespaces: ContainerNamespaces;
  readonly #devices = deviceFiles();
  /** Latest spec: containers of one pod template are nearly equal. */
  #newest: ContainerSpec | undefined;

  constructor(parts: ContainerMakerParts) {
    this.#parts = parts;
    this.#namespaces = new ContainerNamespaces(parts.node, (id) => parts.reportOf(id));
  }

  /** Throws ImageError and RuntimeError, in the runtime's words. */
  make(id: string, place: ContainerPlace, requestedSpec: ContainerSpec, random: Random): SimulatedContainer {
    const spec = shareWith(requestedSpec, this.#newest);
    this.#newest = spec;
    const { node, images, imageFiles, logBytesMax } = this.#parts;
    const { clock, network, hostname, object, podProcesses } = place;
    const image = containerImage(images, spec);
    requireLocalProfiles(spec, this.#parts.files.root);
    const { table: processes, proc } = this.#namespaces.choose(id, place, spec.processesOf);
    const account = new EarlyAccount();
    const container: SimulatedContainer = new SimulatedContainer({
      ...{ id, sandboxId: place.id, spec, resolved: image, clock, network, hostname, object, node, processes, podProcesses, logBytesMax },
      files: containerFiles({
        ...{
          clock,
          spec,
          proc,
          sysctls: place.sysctls,
          node: this.#parts.files,
          devices: this.#devices,
          sandboxFolder: sandboxFolder(place.id),
        },
        workingDir: spec.workingDir ?? (image.image.workingDir || '/'),
        image: (points) => imageFiles.withMountPoints(image, spec.annotations[behaviorAnnotation(spec.name)], points),
        cgroup: cgroupFiles(clock, () => container.control),
        account,
      }),
      random: random.fork(id),
      programOf: this.#parts.programOf,
      changed: (report) => this.#parts.changed(report),
      crashed: (crash, error) => this.#parts.crashed(crash, error),
    });
    account.charges(container);
    return container;
  }

  forget(id: string): void {
    this.#namespaces.forget(id);
  }
}

/** Memory account of a container under construction: charges are forwarded once its owner exists. */
class EarlyAccount implements MemoryAccount {
  #bytes = 0;
  #owner: MemoryAccount | undefined;

  charge(bytes: number): void {
    if (this.#owner === undefined) this.#bytes += bytes;
    else this.#owner.charge(bytes);
  }

  /** Forwards all charges to `owner`. */
  charges(owner: MemoryAccount): void {
    this.#owner = owner;
    if (this.#bytes > 0) owner.charge(this.#bytes);
  }
}
