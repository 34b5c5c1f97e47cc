import { expect, test } from 'vitest';
import { imageTag } from './image-tag.ts';

test.each([
  ['nginx', 'latest'],
  ['nginx:1.29', '1.29'],
  ['registry.local:5000/team/web', 'latest'],
  ['registry.local:5000/team/web:v2', 'v2'],
  ['localhost/web', 'latest'],
  ['nginx@sha256:0123', ''],
  ['nginx:latest@sha256:0123', 'latest'],
  ['Nginx', ''],
  ['nginx:', ''],
  ['', ''],
])('the image %s has the tag %j', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});
