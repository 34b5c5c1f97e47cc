import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const apply = (object: object) => lab.kubectl('apply -f -', JSON.stringify(object));
const configMap = (name: string, data: object) => apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const script = (text: string) => ({ image: 'busybox:1.36', command: ['sh', '-c', text] });
const IDLE = 'while true; do sleep 5; done';

async function run(name: string, spec: object, labels: object = {}): Promise<void> {
  await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec });
  await advance('1s');
}

/** File content as seen by a command in the container. */
const cat = (pod: string, container: string, ...paths: string[]) => lab.kubectl(`exec ${pod} -c ${container} -- cat ${paths.join(' ')}`);

async function variables(pod: string): Promise<string[]> {
  return (await lab.kubectl(`exec ${pod} -- env`)).split('\n');
}

async function shown(name: string): Promise<string> {
  const [, ready, status, restarts] = (await lab.kubectl(`get pod ${name} --no-headers`)).split(/\s+/);
  return `${ready} ${status} ${restarts}`;
}

/** Warnings about a pod: count and message. */
async function warnings(name: string): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name},type=Warning`);
  return (items as { reason: string; count: number; message: string }[]).map(
    ({ reason, count, message }) => `${reason} x${count} ${message}`,
  );
}

describe('a shared folder', () => {
  const volumeMounts = [{ name: 'www', mountPath: '/data' }];
  const web = {
    volumes: [{ name: 'www', emptyDir: {} }],
    containers: [
      { name: 'web', image: 'nginx:1.27', volumeMounts: [{ name: 'www', mountPath: '/usr/share/nginx/html' }] },
      { name: 'puller', ...script(`echo pulled > /data/index.html; ${IDLE}`), volumeMounts },
    ],
  };

  test('a web server sees files pulled by its sidecar in a shared folder', async () => {
    await run('web', web);
    expect([await shown('web'), await cat('web', 'web', '/usr/share/nginx/html/index.html')]).toEqual(['2/2 Running 0', 'pulled\n']);
  });

  test('an emptyDir survives a container restart, and is deleted with its pod', async () => {
    const counter = script('echo once >> /data/starts; sleep 10; exit 1');
    const spec = { ...web, containers: [{ name: 'main', ...counter, volumeMounts }] };
    await run('counter', spec);
    await advance('12s');
    expect([await shown('counter'), await cat('counter', 'main', '/data/starts')]).toEqual(['1/1 Running 1', 'once\nonce\n']);
    await lab.kubectl('delete pod counter --force --grace-period=0');
    await run('counter', spec);
    expect(await cat('counter', 'main', '/data/starts')).toBe('once\n');
  });
});

describe('a ConfigMap', () => {
  const spec = {
    volumes: [{ name: 'config', configMap: { name: 'settings' } }],
    containers: [
      {
        name: 'main',
        ...script(IDLE),
        env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }],
        volumeMounts: [
          { name: 'config', mountPath: '/etc/app' },
          { name: 'config', mountPath: '/etc/level', subPath: 'level' },
        ],
      },
    ],
  };

  test('a pod waits for a missing ConfigMap, and kubectl shows the reason', async () => {
    await run('late', spec);
    expect(await shown('late')).toBe('0/1 ContainerCreating 0');
    await advance('130s');
    const lists = 'unmounted volumes=[config], unattached volumes=[], failed to process volumes=[]';
    expect((await warnings('late')).sort()).toEqual(
      [
        'FailedMount x9 MountVolume.SetUp failed for volume "config" : configmap "settings" not found',
        `FailedMount x1 Unable to attach or mount volumes: ${lists}: context deadline exceeded`,
      ].sort(),
    );
    await configMap('settings', { level: 'debug' });
    await advance('130s');
    expect([await shown('late'), await cat('late', 'main', '/etc/app/level', '/etc/level')]).toEqual(['1/1 Running 0', 'debugdebug']);
  });

  test('a changed ConfigMap appears in its volume within a minute, but neither at a sub-path nor in a variable', async () => {
    await configMap('settings', { level: 'info' });
    await advance('60s');
    expect(await cat('late', 'main', '/etc/app/level', '/etc/level')).toBe('infodebug');
    expect(await variables('late')).toContain('LEVEL=debug');
  });

  test("a missing ConfigMap key prevents a container's start", async () => {
    const env = [{ name: 'PORT', valueFrom: { configMapKeyRef: { name: 'settings', key: 'port' } } }];
    await run('portless', { containers: [{ name: 'main', ...script(IDLE), env }] });
    expect(await shown('portless')).toBe('0/1 CreateContainerConfigError 0');
    await configMap('settings', { level: 'info', port: '80' });
    await advance('11s');
    expect(await shown('portless')).toBe('1/1 Running 0');
  });
});

test('a pod finds its Secret, its labels, its account and its authority, and where the API is', async () => {
  await apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { token: 'secret' } });
  const info = { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } };
  const volumeMounts = [
    { name: 'keys', mountPath: '/etc/keys' },
    { name: 'info', mountPath: '/etc/info' },
  ];
  const volumes = [{ name: 'keys', secret: { secretName: 'keys' } }, info];
  await run('curious', { volumes, containers: [{ name: 'main', ...script(IDLE), volumeMounts }] }, { tier: 'front' });
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  expect(await cat('curious', 'main', '/etc/keys/token', '/etc/info/labels', `${account}/namespace`)).toBe('secrettier="front"volumes');
  expect(await cat('curious', 'main', `${account}/ca.crt`)).toContain('BEGIN CERTIFICATE');
  expect(await variables('curious')).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1');
  await lab.kubectl('label pod curious tier=back --overwrite');
  await advance('1s');
  expect(await cat('curious', 'main', '/etc/info/labels')).toBe('tier="back"');
});

test('a hostPath folder outlives its pods', async () => {
  const { items } = await lab.get('nodes');
  const nodeName = (items as { metadata: { name: string } }[])[0]?.metadata.name;
  const volumes = [{ name: 'disk', hostPath: { path: '/srv/data', type: 'DirectoryOrCreate' } }];
  const main = (text: string) => ({ name: 'main', ...script(text), volumeMounts: [{ name: 'disk', mountPath: '/disk' }] });
  await run('writer', { nodeName, volumes, restartPolicy: 'Never', containers: [main('echo kept > /disk/note')] });
  expect(await shown('writer')).toBe('0/1 Completed 0');
  await lab.kubectl('delete pod writer');
  await run('reader', { nodeName, volumes, containers: [main(IDLE)] });
  expect(await cat('reader', 'main', '/disk/note')).toBe('kept\n');
  const missing = [{ name: 'disk', hostPath: { path: '/none', type: 'Directory' } }];
  await run('lost', { nodeName, volumes: missing, containers: [main(IDLE)] });
  expect((await warnings('lost'))[0]).toContain(
    'MountVolume.SetUp failed for volume "disk" : hostPath type check failed: /none is not a directory',
  );
});
