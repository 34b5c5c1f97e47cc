import type { Files } from '@klockwork/files';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Node } from '@klockwork/kubernetes-types';
import type { ImageDisk } from '@klockwork/node-lifecycle';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { ActivePods } from './active-pods.ts';
import { EvictionManager } from './eviction-manager.ts';
import { ImageCollector, type ImageRoom } from './image-collector.ts';
import type { ImageListener } from './image-listener.ts';
import type { NodeEvents } from './node-events.ts';
import type { HealthListener } from './node-health.ts';
import { versionOf } from './node-status-reporter.ts';

/** Dependencies of a node's resource management. */
export interface NodeRoomParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly runtime: ContainerRuntime;
  /** Disk of the node. */
  readonly files: Files;
  readonly pods: ActivePods;
  readonly events: NodeEvents;
  readonly status: HealthListener & ImageListener;
}

/** Keeps memory, disk and processes of a node available: deletes unused images, and evicts pods. */
export class NodeRoom implements ImageRoom {
  readonly #evictions: EvictionManager;
  readonly #images: ImageCollector;
  #revision = 0;

  constructor(parts: NodeRoomParts) {
    this.#images = new ImageCollector({ ...parts, room: this, listener: parts.status });
    this.#evictions = new EvictionManager({ ...parts, images: this.#images, health: parts.status });
  }

  get revision(): number {
    return this.#revision;
  }

  get disk(): ImageDisk {
    return this.#evictions.disk;
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    this.#revision = versionOf(node);
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
