import { FileTree } from '@klockwork/files';
import type { VolumeMount } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { beforeEach, describe, expect, test } from 'vitest';
import { containerMounts } from './container-mounts.ts';

describe('the mounts of a container', () => {
  const files = new FileTree({ now: () => 0 }).root;
  const volumes = new Map([
    ['data', { path: '/v/data', readOnly: false }],
    ['config', { path: '/v/config', readOnly: true }],
  ]);

  beforeEach(() => {
    for (const folder of files.list('/')) files.removeAll(`/${folder}`);
    files.makeFolders('/v/data');
    files.makeFolders('/v/config/..1');
    files.write('/v/config/..1/app.conf', 'x');
    files.symbolicLink('..1/app.conf', '/v/config/app.conf');
    files.makeFolders('/etc');
    files.symbolicLink('/etc', '/v/data/out');
  });

  function mounts(...volumeMounts: VolumeMount[]) {
    try {
      return containerMounts({ container: { name: 'web', volumeMounts }, env: { POD: 'web-1', UP: '../x', TOP: '/x' }, volumes, files });
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      return error.message;
    }
  }

  test('mounts lead to volumes, optionally read-only', () => {
    const found = mounts(
      { name: 'data', mountPath: '/data' },
      { name: 'data', mountPath: 'again', readOnly: true },
      { name: 'config', mountPath: '/config' },
    );
    expect(found).toEqual([
      { containerPath: '/data', hostPath: '/v/data' },
      { containerPath: '/again', hostPath: '/v/data', readOnly: true },
      { containerPath: '/config', hostPath: '/v/config', readOnly: true },
    ]);
  });

  test('mounts of a sub-path lead to an existing or new folder', () => {
    const found = mounts(
      { name: 'config', mountPath: '/app.conf', subPath: 'app.conf' },
      { name: 'data', mountPath: '/logs', subPathExpr: 'logs/$(POD)' },
    );
    expect(found).toEqual([
      { containerPath: '/app.conf', hostPath: '/v/config/..1/app.conf', readOnly: true },
      { containerPath: '/logs', hostPath: '/v/data/logs/web-1' },
    ]);
    expect(files.stat('/v/data/logs/web-1').type).toBe('folder');
  });

  test.each<[string, VolumeMount]>([
    ['cannot find volume "none" to mount into container "web"', { name: 'none', mountPath: '/x' }],
    ['missing value for "NONE"', { name: 'data', mountPath: '/x', subPathExpr: '$(NONE)' }],
    ['error SubPath `/x` must not be an absolute path', { name: 'data', mountPath: '/x', subPathExpr: '$(TOP)' }],
    ["unable to provision SubPath `../x`: must not contain '..'", { name: 'data', mountPath: '/x', subPathExpr: '$(UP)' }],
    [
      'failed to create subPath directory for volumeMount "config" of container "web"',
      { name: 'config', mountPath: '/x', subPath: 'app.conf/below' },
    ],
    ['failed to prepare subPath for volumeMount "data" of container "web"', { name: 'data', mountPath: '/x', subPath: 'out' }],
  ])('mounts cannot be built: %s', (message, mount) => {
    expect(mounts(mount)).toBe(message);
  });
});
