import { ManualClock } from '@klockwork/kernel';
import type { ContainerReport } from '@klockwork/pod-lifecycle';
import { expect, test } from 'vitest';
import { ImageCollector } from './image-collector.ts';

const MINUTE = 60_000;

/** Creates a collector on a disk of 1,000 bytes with images of 100 bytes each. */
function collector(names: readonly string[], otherBytes: number) {
  const clock = new ManualClock(0);
  const images = new Set(names);
  const warnings: string[] = [];
  const state = { otherBytes, used: new Set<string>() };
  const runtime = {
    images: () => [...images].map((id) => ({ id, names: [id], sizeBytes: 100 })),
    reports: () => [...state.used].map((imageId) => ({ imageId }) as ContainerReport),
    removeImage: (id: string) => void images.delete(id),
  };
  const made = new ImageCollector({
    ...{ clock, node: 'node-1', runtime, listener: { imagesChanged() {} } },
    room: {
      revision: 7,
      get disk() {
        return { capacity: 1_000, available: 1_000 - images.size * 100 - state.otherBytes };
      },
    },
    events: { ofNode: (_, reason, message, cause) => void warnings.push(`${cause?.name} ${cause?.revision} ${reason}: ${message}`) },
  });
  made.start();
  return { clock, images, warnings, state, made };
}

test('above 85 percent images are deleted down to 80, least recently used first, after two minutes of age', () => {
  const { clock, images, state } = collector(['a', 'b', 'c'], 550);
  state.used = new Set(['a']);
  clock.advanceTo(clock.now() + 5 * MINUTE);
  expect([...images]).toEqual(['a', 'b', 'c']);
  state.used = new Set(['b']);
  clock.advanceTo(clock.now() + 5 * MINUTE);
  expect([...images]).toEqual(['a', 'b']);
});

test('insufficient collection is reported, and as a failure from the second time on', () => {
  const { clock, warnings } = collector(['a'], 850);
  const failed = (found: number) =>
    `Failed to garbage collect required amount of images. Attempted to free 150 bytes, but only found ${found} bytes eligible to free.`;
  clock.advanceTo(clock.now() + 5 * MINUTE);
  expect(warnings).toEqual([`image-gc 7 FreeDiskSpaceFailed: ${failed(0)}`]);
  clock.advanceTo(clock.now() + 5 * MINUTE);
  expect(warnings.slice(1)).toEqual([`image-gc 7 FreeDiskSpaceFailed: ${failed(100)}`, `image-gc 7 ImageGCFailed: ${failed(100)}`]);
});

test('all unused images are deleted under disk pressure', () => {
  const { clock, images, state, made } = collector(['a', 'b'], 0);
  state.used = new Set(['b']);
  expect(made.deleteUnused()).toBe(0);
  clock.advanceTo(clock.now() + 2 * MINUTE);
  expect(made.deleteUnused()).toBe(100);
  expect([...images]).toEqual(['b']);
});
