import { type Files, FileTree } from '@klockwork/files';
import type { ConfigMap, Pod, Secret, Volume } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { nodeDisk } from '../node-disk.ts';
import { isProjection, pluginOf, volumeReferences, volumesUsed } from './plugins.ts';
import { VolumeError, type VolumeView } from './volume-plugin.ts';

const NOW = Date.UTC(2026, 0, 1);
const settings: ConfigMap = { data: { level: 'grün', 'app.conf': 'x=1' }, binaryData: { raw: '/wA=' } };
const keys: Secret = { data: { token: 'YWJj' } };
const pod: Pod = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', labels: { app: 'web' } },
  spec: { nodeName: 'node-1', serviceAccountName: 'builder', containers: [{ name: 'web', resources: { limits: { cpu: '2' } } }] },
};

function viewOn(files: Files): VolumeView {
  const data = {
    configMap: (name: string) => (name === 'settings' ? settings : undefined),
    secret: (name: string) => (name === 'keys' ? keys : undefined),
  };
  const place = { podIP: '', hostIP: '172.18.0.1', allocatable: { cpu: '4', memory: '8Gi' }, now: NOW };
  const tokens = ({ audience = 'api' }) => `token for ${audience}`;
  return { files, folder: '/pods/u1/v', data, tokens, pod, ...place, mountMemory: () => {} };
}

/** Returns a volume's files with modes, or its error. */
function setUp(volume: Omit<Volume, 'name'>) {
  const files = new FileTree({ now: () => NOW }).root;
  try {
    const named = { name: 'v', ...volume };
    const { path, readOnly } = pluginOf(named)?.setUp(named, viewOn(files)) ?? { path: '', readOnly: false };
    const names = files.list(path).filter((name) => !name.startsWith('..'));
    return { readOnly, files: Object.fromEntries(names.map((name) => [name, shown(files, `${path}/${name}`)])) };
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    return error.message;
  }
}

function shown(files: Files, path: string): unknown {
  if (files.stat(path).type === 'folder')
    return Object.fromEntries(files.list(path).map((name) => [name, shown(files, `${path}/${name}`)]));
  return [files.read(path), `0${files.stat(path).mode.toString(8)}`];
}

describe('a volume', () => {
  test('an emptyDir volume is empty and writable for all users', () => {
    const files = new FileTree({ now: () => NOW }).root;
    const mounted = pluginOf({ name: 'v', emptyDir: {} })?.setUp({ name: 'v', emptyDir: {} }, viewOn(files));
    expect([mounted, files.stat('/pods/u1/v').mode]).toEqual([{ path: '/pods/u1/v', readOnly: false }, 0o777]);
  });

  test.each([
    [{}, undefined, 8_589_934_592],
    [{ memory: '64Mi' }, undefined, 67_108_864],
    [{ memory: '64Mi' }, '32Mi', 33_554_432],
    [{ memory: '64Mi' }, '1Gi', 67_108_864],
  ])('an emptyDir in memory, in a pod limited to %j and with size %s, has the smaller limit', (limits, sizeLimit, bytes) => {
    const volume = { name: 'v', emptyDir: { medium: 'Memory', ...(sizeLimit !== undefined && { sizeLimit }) } };
    const limited = { ...pod, spec: { containers: [{ name: 'web', resources: { limits } }] } };
    const sizes: number[] = [];
    const files = new FileTree({ now: () => NOW }).root;
    pluginOf(volume)?.setUp(volume, { ...viewOn(files), pod: limited, mountMemory: (size) => sizes.push(size) });
    expect(sizes).toEqual([bytes]);
  });

  test.each([
    [{ secret: { secretName: 'keys' } }, [67_108_864]],
    [{ downwardAPI: { items: [] } }, [67_108_864]],
    [{ projected: { sources: [] } }, [67_108_864]],
    [{ configMap: { name: 'settings' } }, []],
  ])('a volume %j of a pod limited to 64Mi mounts memory of the sizes %j', (source, expected) => {
    const limited = { ...pod, spec: { containers: [{ name: 'web', resources: { limits: { memory: '64Mi' } } }] } };
    const sizes: number[] = [];
    const files = new FileTree({ now: () => NOW }).root;
    const volume = { name: 'v', ...source };
    pluginOf(volume)?.setUp(volume, { ...viewOn(files), pod: limited, mountMemory: (size) => sizes.push(size) });
    expect(sizes).toEqual(expected);
  });

  test('a Secret larger than the memory limit of its pod is refused', () => {
    const tiny = { ...pod, spec: { containers: [{ name: 'web', resources: { limits: { memory: '2' } } }] } };
    const volume = { name: 'v', secret: { secretName: 'keys' } };
    const setUpTiny = () => pluginOf(volume)?.setUp(volume, { ...viewOn(new FileTree({ now: () => NOW }).root), pod: tiny });
    expect(setUpTiny).toThrow(new VolumeError('write /pods/u1/v: no space left on device'));
  });

  test('a ConfigMap volume contains texts and bytes', () => {
    const all = { level: ['gr\u00c3\u00bcn', '0644'], 'app.conf': ['x=1', '0644'], raw: ['\u00ff\u0000', '0644'] };
    expect(setUp({ configMap: { name: 'settings' } })).toEqual({ readOnly: true, files: all });
  });

  test('a volume with items contains selected keys, with their paths and modes', () => {
    const items = [
      { key: 'app.conf', path: 'etc/app.conf' },
      { key: 'raw', path: 'raw', mode: 0o400 },
    ];
    const files = { etc: { 'app.conf': ['x=1', '0440'] }, raw: ['\u00ff\u0000', '0400'] };
    expect(setUp({ configMap: { name: 'settings', items, defaultMode: 0o440 } })).toEqual({ readOnly: true, files });
  });

  test("a Secret volume contains the Secret's data", () => {
    expect(setUp({ secret: { secretName: 'keys', defaultMode: 0o400 } })).toEqual({ readOnly: true, files: { token: ['abc', '0400'] } });
  });

  test('a downward API volume contains fields and resources', () => {
    const items = [
      { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
      { path: 'cpu', resourceFieldRef: { containerName: 'web', resource: 'limits.cpu', divisor: '1m' }, mode: 0o600 },
    ];
    expect(setUp({ downwardAPI: { items } })).toEqual({ readOnly: true, files: { labels: ['app="web"', '0644'], cpu: ['2000', '0600'] } });
  });

  test('a projected volume contains several sources, and tokens', () => {
    const sources = [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3_607 } },
      { configMap: { name: 'settings', items: [{ key: 'level', path: 'level' }] } },
      { secret: { name: 'keys', optional: true } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ];
    const { files } = setUp({ projected: { sources: sources.slice(1) } }) as { files: object };
    expect(files).toEqual({ level: ['gr\u00c3\u00bcn', '0644'], token: ['abc', '0644'], namespace: ['shop', '0644'] });
    const withTokens = setUp({
      projected: { sources: [...sources.slice(0, 1), { serviceAccountToken: { path: 'v', audience: 'vault' } }] },
    });
    expect(withTokens).toMatchObject({ files: { token: ['token for api', '0644'], v: ['token for vault', '0644'] } });
  });

  test('a projected volume is empty for a source of a disabled feature, whose content the API removed', () => {
    const sources = [{}, { configMap: { name: 'settings', items: [{ key: 'level', path: 'level' }] } }];
    const { files } = setUp({ projected: { sources } }) as { files: object };
    expect(files).toMatchObject({ level: ['gr\u00c3\u00bcn', '0644'] });
  });

  test.each<[string, Omit<Volume, 'name'>]>([
    ['configmap "none" not found', { configMap: { name: 'none' } }],
    ['configmap references non-existent config key: none', { configMap: { name: 'settings', items: [{ key: 'none', path: 'a' }] } }],
    ['secret "none" not found', { secret: { secretName: 'none' } }],
    ['references non-existent secret key: none', { secret: { secretName: 'keys', items: [{ key: 'none', path: 'a' }] } }],
    ['secret "none" not found', { projected: { sources: [{ secret: { name: 'none' } }] } }],
    [
      '[secret "none" not found, configmap "none" not found]',
      { projected: { sources: [{ secret: { name: 'none' } }, { configMap: { name: 'none' } }] } },
    ],
    ['hostPath type check failed: /none is not a directory', { hostPath: { path: '/none', type: 'Directory' } }],
    ['hostPath type check failed: /none is not a file', { hostPath: { path: '/none', type: 'File' } }],
    ['open /none/file: no such file or directory', { hostPath: { path: '/none/file', type: 'FileOrCreate' } }],
    ['hostPath type check failed: /none is not a socket file', { hostPath: { path: '/none', type: 'Socket' } }],
    ['hostPath type check failed: /none is not a character device', { hostPath: { path: '/none', type: 'CharDevice' } }],
    ['hostPath type check failed: /none is not a block device', { hostPath: { path: '/none', type: 'BlockDevice' } }],
  ])('a volume cannot be set up: %s', (message, volume) => {
    expect(setUp(volume)).toBe(message);
  });

  test.each<[string, Omit<Volume, 'name'>]>([
    ['a ConfigMap', { configMap: { name: 'none', optional: true } }],
    ['a Secret', { secret: { secretName: 'none', optional: true } }],
    ['a key', { configMap: { name: 'settings', optional: true, items: [{ key: 'none', path: 'a' }] } }],
  ])('a volume is empty without its optional %s', (_, volume) => {
    expect(setUp(volume)).toEqual({ readOnly: true, files: {} });
  });

  test.each([
    ['', 'folder'],
    ['DirectoryOrCreate', 'folder'],
    ['FileOrCreate', 'file'],
  ])('a hostPath volume of type "%s" is created if missing', (type, kind) => {
    const files = new FileTree({ now: () => NOW }).root;
    const volume = { name: 'v', hostPath: { path: '/data', type } };
    expect(pluginOf(volume)?.setUp(volume, viewOn(files))).toEqual({ path: '/data', readOnly: false });
    expect(files.stat('/data').type).toBe(kind);
  });

  test('a hostPath volume of type FileOrCreate is created in a standard folder', () => {
    const files = nodeDisk({ now: () => NOW }, { name: 'node-1', hostIP: '172.18.0.1' }).root;
    const volume = { name: 'v', hostPath: { path: '/etc/passwd', type: 'FileOrCreate' } };
    expect(pluginOf(volume)?.setUp(volume, viewOn(files))).toEqual({ path: '/etc/passwd', readOnly: false });
    expect(files.stat('/etc/passwd').type).toBe('file');
  });
});

test('only mounted volumes are used, and only their references read', () => {
  const volumes: Volume[] = [
    { name: 'unused', configMap: { name: 'unused' } },
    { name: 'a', configMap: { name: 'a' } },
    { name: 'b', projected: { sources: [{ secret: { name: 'b' } }, { configMap: { name: 'c' } }] } },
    { name: 'd', emptyDir: {} },
  ];
  const volumeMounts = ['a', 'b', 'd'].map((name) => ({ name, mountPath: `/${name}` }));
  const used = volumesUsed({ spec: { volumes, containers: [{ name: 'web', volumeMounts }] } });
  expect(used.map(({ name }) => name)).toEqual(['a', 'b', 'd']);
  expect(used.map(isProjection)).toEqual([true, true, false]);
  expect(volumeReferences(used)).toEqual([
    { kind: 'configmap', name: 'a' },
    { kind: 'secret', name: 'b' },
    { kind: 'configmap', name: 'c' },
  ]);
});
