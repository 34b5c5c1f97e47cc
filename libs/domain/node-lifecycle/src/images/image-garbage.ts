import type { LabTime } from '@klockwork/kernel';

/** An image on a node's disk, and what is remembered of it. */
export interface KnownImage {
  readonly id: string;
  readonly sizeBytes: number;
  readonly detectedAt: LabTime;
  /** Undefined when it was not in use since it was detected. */
  readonly usedAt?: LabTime;
}

/** When a node makes room on the disk of its images. */
export interface ImageGcPolicy {
  /** From so many percent in use on, images are deleted … */
  readonly highPercent: number;
  /** … until no more than this is. */
  readonly lowPercent: number;
  /** No younger image is deleted. */
  readonly minAgeMs: number;
}

/** Upstream's defaults of imageGCHighThresholdPercent, imageGCLowThresholdPercent and imageMinimumGCAge. */
export const IMAGE_GC_POLICY: ImageGcPolicy = { highPercent: 85, lowPercent: 80, minAgeMs: 120_000 };

/** The disk that holds the images, in bytes. */
export interface ImageDisk {
  readonly capacity: number;
  readonly available: number;
}

/** How many bytes are to be made free; 0 below the high threshold. Models `GarbageCollect` of `pkg/kubelet/images/image_gc_manager.go`. */
export function bytesToFree({ capacity, available }: ImageDisk, { highPercent, lowPercent }: ImageGcPolicy): number {
  const left = Math.min(available, capacity);
  const usedPercent = 100 - Math.floor((left * 100) / capacity);
  if (capacity === 0 || usedPercent < highPercent) return 0;
  return Math.floor((capacity * (100 - lowPercent)) / 100) - left;
}

/**
 * The images to delete so that `bytes` are free, those unused for longest first; fewer bytes when there are not enough.
 * None that is in use now, and none that was detected less than the minimum age ago. Models `freeSpace`.
 */
export function imagesToDelete(
  images: readonly KnownImage[],
  { bytes, now, minAgeMs }: { bytes: number; now: LabTime; minAgeMs: number },
): KnownImage[] {
  const used = (image: KnownImage) => image.usedAt ?? 0;
  const unused = images.filter((image) => used(image) < now && now - image.detectedAt >= minAgeMs);
  const chosen: KnownImage[] = [];
  let freed = 0;
  for (const image of unused.sort((a, b) => used(a) - used(b) || a.detectedAt - b.detectedAt)) {
    if (freed >= bytes) break;
    chosen.push(image);
    freed += image.sizeBytes;
  }
  return chosen;
}
