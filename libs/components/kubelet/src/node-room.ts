import type { Cause } from '@klockwork/event-store';
import type { Files } from '@klockwork/files';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import type { Pressure } from '@klockwork/node-lifecycle';
import type { ContainerRuntime, PodEnding } from '@klockwork/pod-lifecycle';
import { EvictionManager } from './eviction-manager.ts';
import { ImageCollector } from './image-collector.ts';
import { versionOf } from './node-status-reporter.ts';
import { measureUsage } from './node-usage.ts';

/** Dependencies of a node's resource management. */
export interface NodeRoomParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly runtime: ContainerRuntime;
  /** Disk of the node. */
  readonly files: Files;
  /** Returns pods that take room. */
  pods(): readonly Pod[];
  evict(pod: Pod, ending: PodEnding, cause: Cause): void;
  pressureChanged(): void;
  /** Records a warning about the node. */
  warn(reason: string, message: string, cause: Cause): void;
  /** Called after images were deleted. */
  imagesChanged(): void;
}

/** Keeps memory, disk and processes of a node available: deletes unused images, and evicts pods. */
export class NodeRoom {
  readonly #evictions: EvictionManager;
  readonly #images: ImageCollector;
  #version = 0;

  constructor(parts: NodeRoomParts) {
    const { runtime, files } = parts;
    this.#evictions = new EvictionManager({
      ...parts,
      usage: () => measureUsage(runtime, files),
      freeDisk: () => this.#images.deleteUnused(),
      reclaiming: (what, cause) => parts.warn('EvictionThresholdMet', `Attempting to reclaim ${what}`, cause),
    });
    this.#images = new ImageCollector({
      ...parts,
      revision: () => this.#version,
      disk: () => this.#evictions.disk,
    });
  }

  /** Present pressures of the node. */
  get pressure(): readonly Pressure[] {
    return this.#evictions.pressure;
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    this.#version = versionOf(node);
    this.#evictions.nodeChanged(node);
  }

  /** Starts periodic checks. */
  start(): void {
    this.#evictions.start();
    this.#images.start();
  }

  stop(): void {
    this.#evictions.stop();
    this.#images.stop();
  }
}
