import { type Node, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { nodeImages } from './node-images.ts';
import { KubeletLab } from './testing/kubelet-lab.ts';

test('a status lists the fifty largest images, each with at most five names', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const images = nodeImages(Array.from({ length: 60 }, (_, index) => ({ id: `image-${index}`, names, sizeBytes: index })));
  expect(images).toHaveLength(50);
  expect(images[0]).toEqual({ names: ['a', 'b', 'c', 'd', 'e'], sizeBytes: 59 });
});

test('a status lists a pulled image at the next tenth second, and after a reboot', async () => {
  const kubelet = new KubeletLab();
  const images = async () => (await kubelet.list<Node>(resources.nodes))[0]?.status?.images;
  await kubelet.boot('node-1');
  await kubelet.run();
  expect(await images()).toBeUndefined();
  await kubelet.lab.advance(10_000);
  const pulled = [{ names: ['nginx:1.27@sha256:1', 'nginx:1.27'], sizeBytes: 1_000 }];
  expect(await images()).toEqual(pulled);
  await kubelet.stop();
  await kubelet.delete();
  await kubelet.boot('node-1');
  expect(await images()).toEqual(pulled);
});
