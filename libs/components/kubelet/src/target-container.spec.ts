import type { ContainerStatus } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { targetContainerId } from './target-container.ts';

const status = (name: string, containerID?: string): ContainerStatus => ({
  ...{ name, image: '', imageID: '', ready: true, restartCount: 0 },
  ...(containerID !== undefined && { containerID }),
});
const statuses = [status('web', 'containerd://abc'), status('late')];
const idOf = (target?: string) =>
  targetContainerId({ name: 'debugger', ...(target !== undefined && { targetContainerName: target }) }, (wanted) =>
    statuses.find(({ name }) => name === wanted),
  );

test('an ephemeral container shares processes with its target', () => {
  expect([idOf(), idOf(''), idOf('web')]).toEqual([undefined, undefined, 'abc']);
});

test.each(['late', 'other'])('an ephemeral container cannot be created before its target: %s', (target) => {
  expect(() => idOf(target)).toThrow(`unable to find target container ${target}`);
});
