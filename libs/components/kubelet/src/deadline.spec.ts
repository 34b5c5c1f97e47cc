import { expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

test('a pod whose volume never mounts fails at its deadline', async () => {
  const kubelet = new KubeletLab();
  await kubelet.boot('node-1');
  const volumes = [{ name: 'settings', configMap: { name: 'missing' } }];
  const mounts = [{ name: 'settings', mountPath: '/settings' }];
  await kubelet.run({
    spec: { activeDeadlineSeconds: 30, volumes, containers: [{ name: 'web', image: 'nginx:1.27', volumeMounts: mounts }] },
  });
  await kubelet.lab.advance(29_999);
  expect((await kubelet.pod())?.status?.phase).toBe('Pending');
  await kubelet.lab.advance(1);
  expect((await kubelet.pod())?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  expect(kubelet.lab.clock.pending().map(({ timer }) => timer.name)).not.toContain('volume-mount-back-off');
});
