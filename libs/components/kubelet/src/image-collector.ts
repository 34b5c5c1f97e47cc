import { type Cause, timerCause } from '@klockwork/event-store';
import { type Cancel, type Clock, everyWhole, type LabTime, type TimerName } from '@klockwork/kernel';
import { bytesToFree, IMAGE_GC_POLICY, type ImageDisk, imagesToDelete, type KnownImage } from '@klockwork/node-lifecycle';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { ImageListener } from './image-listener.ts';
import type { NodeEvents } from './node-events.ts';

export interface ImageCollectorParts {
  readonly clock: Clock;
  readonly node: string;
  readonly runtime: Pick<ContainerRuntime, 'images' | 'reports' | 'removeImage'>;
  readonly room: ImageRoom;
  readonly events: Pick<NodeEvents, 'ofNode'>;
  readonly listener: ImageListener;
}

/** Room for a node's images. */
export interface ImageRoom {
  /** Newest revision of the Node: the cause of periodic work. */
  readonly revision: number;
  readonly disk: ImageDisk;
}

/** Upstream's ImageGCPeriod, in ms of lab time. */
const PERIOD_MS = 300_000;

/**
 * Deletes unused images: at multiples of five minutes on a full disk, and all of them under disk pressure. Models
 * `pkg/kubelet/images/image_gc_manager.go`.
 */
export class ImageCollector {
  readonly #parts: ImageCollectorParts;
  readonly #detected = new Map<string, KnownImage>();
  #cancel: Cancel | undefined;
  #failedBefore = false;

  constructor(parts: ImageCollectorParts) {
    this.#parts = parts;
  }

  /** Starts periodic collection. */
  start(): void {
    const timer: TimerName = { name: 'image-gc', object: `nodes/${this.#parts.node}`, upkeep: true };
    this.#cancel = everyWhole(this.#parts.clock, PERIOD_MS, timer, () =>
      this.#collect(timerCause(timer, { revision: this.#parts.room.revision })),
    );
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Deletes all old unused images; returns the number of freed bytes. */
  deleteUnused(): number {
    return this.#free(Number.POSITIVE_INFINITY);
  }

  #collect(cause: Cause): void {
    this.#detect();
    const wanted = bytesToFree(this.#parts.room.disk, IMAGE_GC_POLICY);
    const freed = wanted > 0 ? this.#free(wanted) : 0;
    const hasFailed = freed < wanted;
    if (hasFailed) this.#complain(wanted, freed, cause);
    this.#failedBefore = hasFailed;
  }

  /** Upstream reports a failed collection only from the second consecutive one on. */
  #complain(wanted: number, freed: number, cause: Cause): void {
    const message = `Failed to garbage collect required amount of images. Attempted to free ${wanted} bytes, but only found ${freed} bytes eligible to free.`;
    const { events } = this.#parts;
    events.ofNode('Warning', 'FreeDiskSpaceFailed', message, cause);
    if (this.#failedBefore) events.ofNode('Warning', 'ImageGCFailed', message, cause);
  }

  #free(bytes: number): number {
    const { clock, runtime } = this.#parts;
    this.#detect();
    const unusedImages = imagesToDelete([...this.#detected.values()], { bytes, now: clock.now(), minAgeMs: IMAGE_GC_POLICY.minAgeMs });
    for (const { id } of unusedImages) {
      runtime.removeImage(id);
      this.#detected.delete(id);
    }
    if (unusedImages.length > 0) this.#parts.listener.imagesChanged();
    return unusedImages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Records existing and used images. */
  #detect(): void {
    const { clock, runtime } = this.#parts;
    const now: LabTime = clock.now();
    const usedImageIds = new Set(runtime.reports().map(({ imageId }) => imageId));
    const images = runtime.images();
    const there = new Set(images.map(({ id }) => id));
    for (const id of this.#detected.keys()) if (!there.has(id)) this.#detected.delete(id);
    for (const { id, sizeBytes } of images) {
      const { detectedAt, usedAt } = this.#detected.get(id) ?? { detectedAt: now, usedAt: undefined };
      const last = usedImageIds.has(id) ? now : usedAt;
      this.#detected.set(id, { id, sizeBytes, detectedAt, ...(last !== undefined && { usedAt: last }) });
    }
  }
}
