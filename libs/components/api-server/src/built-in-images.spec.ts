import { BUILT_IN_IMAGES } from '@klockwork/images';
import { copy } from '@klockwork/kernel';
import { kindOf, type LabImage } from '@klockwork/resources';
import { tryCreate } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { builtInImages, renewedImage } from './built-in-images.ts';

const KIND = kindOf('klockwork.dev', 'images');
const image = (name: string) => builtInImages(BUILT_IN_IMAGES).find(({ metadata }) => metadata?.name === name) as LabImage;
const stored = (built: LabImage, generation = 1): LabImage => ({ ...built, metadata: { ...built.metadata, generation } });

test('every built-in image is a valid object with a unique name', () => {
  const images = builtInImages(BUILT_IN_IMAGES);
  expect(images.flatMap((one) => (KIND === undefined ? ['no kind'] : tryCreate(KIND, copy(one)).errors))).toEqual([]);
  const names = images.map(({ metadata }) => metadata?.name);
  expect(new Set(names).size).toBe(images.length);
  expect(names).toEqual(expect.arrayContaining(['nginx', 'traefik-whoami', 'registry.k8s.io-pause', 'registry.k8s.io-busybox']));
});

test('an unchanged image is kept', () => {
  expect(renewedImage(stored(image('nginx')), image('nginx'))).toBeUndefined();
});

test('a new description replaces an unedited one', () => {
  const old = stored(image('nginx'));
  const newer = { ...image('nginx'), spec: { repository: 'nginx', tags: ['2'] } };
  const renewed = renewedImage(old, newer) as LabImage;
  expect(renewed.spec).toEqual({ repository: 'nginx', tags: ['2'] });
  expect(renewedImage(stored(renewed, 2), newer)).toBeUndefined();
  expect(renewedImage(stored(renewed, 2), image('nginx'))?.spec).toEqual(image('nginx').spec);
});

test('an edited or foreign image is kept', () => {
  const newer = { ...image('nginx'), spec: { repository: 'nginx', tags: ['2'] } };
  expect(renewedImage(stored(image('nginx'), 2), newer)).toBeUndefined();
  expect(renewedImage({ metadata: { name: 'nginx', generation: 1 }, spec: { repository: 'nginx', tags: ['1'] } }, newer)).toBeUndefined();
});
