import { statusErrors } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const volumeMounts = [{ name: 'access', mountPath: '/var/run/secrets' }];

describe('tokens of a pod', () => {
  let kubelet: KubeletLab;
  beforeEach(async () => {
    kubelet = new KubeletLab();
    await kubelet.boot('node-1');
  });

  function run(...tokens: { path: string; audience?: string; expirationSeconds?: number }[]): Promise<Pod> {
    const sources = tokens.map((serviceAccountToken) => ({ serviceAccountToken }));
    return kubelet.run({
      spec: {
        serviceAccountName: 'cart',
        volumes: [{ name: 'access', projected: { sources } }],
        containers: [{ name: 'web', image: 'nginx:1.27', volumeMounts }],
      },
    });
  }

  const folderOf = (pod: Pod) => `/var/lib/kubelet/pods/${pod.metadata?.uid}/volumes/kubernetes.io~projected/access`;
  const read = (pod: Pod, path: string) => kubelet.hostFiles().root.read(`${folderOf(pod)}/${path}`);
  const requests = () => kubelet.lab.api.writes.filter(({ options }) => options.subresource === 'token');
  const events = async () => (await kubelet.events('web')).filter((text) => text.startsWith('FailedMount'));

  /** Lets requests for tokens fail, until called again without a text. */
  function refuse(message?: string): void {
    kubelet.lab.api.refuse = (verb, resource) => {
      if (message !== undefined && verb === 'create' && resource.resource === 'serviceaccounts')
        throw statusErrors.serviceUnavailable(message);
    };
  }

  test('a token is requested for each audience, bound to the pod', async () => {
    const pod = await run({ path: 'api', expirationSeconds: 3_607 }, { path: 'v', audience: 'vault', expirationSeconds: 600 });
    const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: pod.metadata?.uid };
    expect(requests().map(({ resource, body }) => [resource.resource, body])).toEqual([
      [
        'serviceaccounts',
        { metadata: { namespace: 'default', name: 'cart' }, spec: { audiences: [], expirationSeconds: 3_607, boundObjectRef } },
      ],
      [
        'serviceaccounts',
        { metadata: { namespace: 'default', name: 'cart' }, spec: { audiences: ['vault'], expirationSeconds: 600, boundObjectRef } },
      ],
    ]);
    expect([read(pod, 'api'), read(pod, 'v')]).toEqual(['token-1', 'token-2']);
  });

  test.each([
    ['after 80 % of its life', 3_600, 48 * 60_000],
    ['after a day', 30 * 24 * 3_600, 24 * HOUR_MS],
  ])('a token is replaced %s, in the minute that follows', async (_, expirationSeconds, dueMs) => {
    const pod = await run({ path: 'api', expirationSeconds });
    const due = Math.floor((START + dueMs) / 60_000) * 60_000 + 60_000;
    await kubelet.lab.advance(due - 1 - kubelet.lab.clock.now());
    expect(read(pod, 'api')).toBe('token-1');
    await kubelet.lab.advance(1);
    expect(read(pod, 'api')).toBe('token-2');
    await kubelet.lab.advance(dueMs + 60_000);
    expect(read(pod, 'api')).toBe('token-3');
    await kubelet.delete();
    await kubelet.lab.advance(2 * dueMs);
    expect(requests()).toHaveLength(3);
  });

  test('a pod awaits its first token, with an event for each failure', async () => {
    refuse('the server is shutting down');
    const pod = await run({ path: 'api' });
    await kubelet.lab.advance(400);
    expect(await events()).toEqual([
      'FailedMount: MountVolume.SetUp failed for volume "access" : failed to fetch token: the server is shutting down',
    ]);
    refuse();
    await kubelet.lab.advance(2_000);
    expect([(await kubelet.pod())?.status?.phase, read(pod, 'api')]).toEqual(['Running', 'token-2']);
  });

  test('a token that cannot be replaced stays until its end, and then fails the volume', async () => {
    const pod = await run({ path: 'api', expirationSeconds: 600 });
    refuse('no server');
    await kubelet.lab.advance(599_000);
    expect([read(pod, 'api'), await events()]).toEqual(['token-1', []]);
    await kubelet.lab.advance(61_000);
    const key = `"cart"/"default"/[]string(nil)/600/v1.BoundObjectReference{Kind:"Pod", APIVersion:"v1", Name:"web", UID:"${pod.metadata?.uid}"}/""`;
    expect((await events())[0]).toBe(
      `FailedMount: MountVolume.SetUp failed for volume "access" : token ${key} expired and refresh failed: no server`,
    );
    refuse();
    await kubelet.lab.advance(60_000);
    expect(read(pod, 'api')).not.toBe('token-1');
  });
});
