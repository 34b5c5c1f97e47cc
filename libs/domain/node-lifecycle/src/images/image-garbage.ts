import type { LabTime } from '@klockwork/kernel';

/** Image on a node's disk with its usage history. */
export interface KnownImage {
  readonly id: string;
  readonly sizeBytes: number;
  readonly detectedAt: LabTime;
  /** Undefined when never used since detection. */
  readonly usedAt?: LabTime;
}

/** Thresholds of image garbage collection. */
export interface ImageGcPolicy {
  /** Disk use, percent, at which deletion starts … */
  readonly highPercent: number;
  /** … and disk use at which deletion stops. */
  readonly lowPercent: number;
  /** No younger image is deleted. */
  readonly minAgeMs: number;
}

/** Upstream's defaults of imageGCHighThresholdPercent, imageGCLowThresholdPercent and imageMinimumGCAge. */
export const IMAGE_GC_POLICY: ImageGcPolicy = { highPercent: 85, lowPercent: 80, minAgeMs: 120_000 };

/** Disk with images, bytes. */
export interface ImageDisk {
  readonly capacity: number;
  readonly available: number;
}

/** Bytes to free; 0 below the high threshold. Models `GarbageCollect` of `pkg/kubelet/images/image_gc_manager.go`. */
export function bytesToFree({ capacity, available }: ImageDisk, { highPercent, lowPercent }: ImageGcPolicy): number {
  const left = Math.min(available, capacity);
  const usedPercent = 100 - Math.floor((left * 100) / capacity);
  if (capacity === 0 || usedPercent < highPercent) return 0;
  return Math.floor((capacity * (100 - lowPercent)) / 100) - left;
}

/**
 * Images to delete for `bytes`, least recently used first; fewer bytes if impossible. Skips images in use and those younger than the
 * minimum age. Models `freeSpace`.
 */
export function imagesToDelete(
  images: readonly KnownImage[],
  { bytes, now, minAgeMs }: { bytes: number; now: LabTime; minAgeMs: number },
): KnownImage[] {
  const used = (image: KnownImage) => image.usedAt ?? 0;
  const unusedImages = images.filter((image) => used(image) < now && now - image.detectedAt >= minAgeMs);
  const chosenImages: KnownImage[] = [];
  let freed = 0;
  for (const image of unusedImages.sort((a, b) => used(a) - used(b) || a.detectedAt - b.detectedAt)) {
    if (freed >= bytes) break;
    chosenImages.push(image);
    freed += image.sizeBytes;
  }
  return chosenImages;
}
