import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToFree, IMAGE_GC_POLICY, imagesToDelete, type KnownImage } from './image-garbage.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;

test.each([
  [16, 0],
  [15, 5],
  [3, 17],
  [-5, 25],
  [200, 0],
])('a disk of 100 bytes with %i available requires freeing %i', (available, expected) => {
  expect(bytesToFree({ capacity: 100, available }, IMAGE_GC_POLICY)).toBe(expected);
});

describe('images go', () => {
  const image = (id: string, more: Partial<KnownImage> = {}): KnownImage => ({ id, sizeBytes: 10, detectedAt: 0, ...more });
  const chosen = (images: readonly KnownImage[], bytes: number) =>
    imagesToDelete(images, { bytes, now: NOW, minAgeMs: 2 * MINUTE }).map(({ id }) => id);

  test('imagesToDelete returns least recently used images first', () => {
    const images = [image('late', { usedAt: 9 }), image('never'), image('early', { usedAt: 3 }), image('new', { detectedAt: 5 })];
    expect(chosen(images, 30)).toEqual(['never', 'new', 'early']);
    expect(chosen(images, 31)).toEqual(['never', 'new', 'early', 'late']);
  });

  test('imagesToDelete skips images in use or younger than two minutes', () => {
    expect(chosen([image('used', { usedAt: NOW }), image('young', { detectedAt: NOW - 119_999 })], 100)).toEqual([]);
    expect(chosen([image('old enough', { detectedAt: NOW - 120_000 })], 1)).toEqual(['old enough']);
  });

  test('imagesToDelete returns no more images than necessary', () => {
    const some = fc.array(fc.record({ id: fc.uuid(), sizeBytes: fc.nat(100), detectedAt: fc.nat(NOW), usedAt: fc.nat(NOW) }));
    fc.assert(
      fc.property(some, fc.nat(500), (images, bytes) => {
        const deleted = imagesToDelete(images, { bytes, now: NOW, minAgeMs: 0 });
        const freed = deleted.slice(0, -1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        expect(deleted.length === 0 || freed < bytes).toBe(true);
      }),
    );
  });
});
