import { FileTree } from '@klockwork/files';
import type { Pod, Volume } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { userOf } from './ownership.ts';
import { pluginOf } from './plugins.ts';

const NOW = Date.UTC(2026, 0, 1);
const TOKEN: Volume = { name: 'v', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
const MAP: Volume = { name: 'v', configMap: { name: 'settings', defaultMode: 0o400 } };

function podOf(securityContext: object, ...users: (number | undefined)[]): Pod {
  const containers = users.map((runAsUser, index) => ({
    name: `c${index}`,
    ...(runAsUser !== undefined && { securityContext: { runAsUser } }),
  }));
  return { metadata: { name: 'web', namespace: 'shop', uid: 'u1' }, spec: { securityContext, containers } };
}

/** Sets the volume up, twice as an agent does for a changed pod, and returns mode, user and group of one of its paths. */
function ownerOf(volume: Volume, pod: Pod, path: string): string {
  const files = new FileTree({ now: () => NOW }).root;
  const data = { configMap: () => ({ data: { level: '1' } }), secret: () => undefined };
  const view = { files, folder: '/v', data, tokens: () => 'token', pod, podIP: '', hostIP: '', allocatable: {}, now: NOW };
  for (let times = 0; times < 2; times++) pluginOf(volume)?.setUp(volume, { ...view, mountMemory: () => {} });
  const { mode, uid, gid } = files.stat(`/v${path}`);
  return `0${mode.toString(8)} ${uid}:${gid}`;
}

describe('the user of a pod', () => {
  test.each([
    ['said for the pod', podOf({ runAsUser: 5 }, undefined, undefined), 5],
    ['said for each container', podOf({}, 7, 7), 7],
    ['different in two containers', podOf({}, 7, 8), undefined],
    ['missing in one container', podOf({}, 7, undefined), undefined],
  ])('%s', (_, pod, user) => expect(userOf(pod)).toBe(user));
});

describe('a volume of a pod', () => {
  test.each([
    ['token', TOKEN, podOf({}, undefined), '/token', '0644 0:0'],
    ['token, with runAsUser', TOKEN, podOf({ runAsUser: 1000 }, undefined), '/token', '0600 1000:0'],
    ['token, with fsGroup', TOKEN, podOf({ fsGroup: 10 }, undefined), '/token', '0640 0:10'],
    ['token, with both', TOKEN, podOf({ runAsUser: 1000, fsGroup: 10 }, undefined), '/token', '0640 1000:10'],
    ['key of a ConfigMap, with fsGroup', MAP, podOf({ fsGroup: 10 }, undefined), '/level', '0440 0:10'],
    ['key of a ConfigMap, with runAsUser', MAP, podOf({ runAsUser: 1000 }, undefined), '/level', '0400 0:0'],
    ['folder of a ConfigMap, with fsGroup', MAP, podOf({ fsGroup: 10 }, undefined), '', '03777 0:10'],
    ['emptyDir, with fsGroup', { name: 'v', emptyDir: {} } as Volume, podOf({ fsGroup: 10 }, undefined), '', '02777 0:10'],
  ])('%s has mode and owner', (_, volume, pod, path, owner) => expect(ownerOf(volume, pod, path)).toBe(owner));
});
