import { aPod } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import { fnv128a } from './fnv128.ts';
import { decideMirror, mirrorOf } from './mirror-pod.ts';
import { readManifest } from './read-manifest.ts';

const PATH = '/manifests/web.yaml';
const manifest = (change: object = {}) => ({
  path: PATH,
  value: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'nginx' }], ...change } },
});
const podOf = (change?: object, node = 'node-1') => {
  const read = readManifest(manifest(change), node);
  if ('problem' in read) throw new Error(read.problem);
  return read.pod;
};

test('fnv128a equals the published test vectors', () => {
  expect(fnv128a('')).toBe('6c62272e07bb014262b821756295c58d');
  expect(fnv128a('foobar')).toBe('343e1662793c64bf6f0d3597ba446f18');
});

describe('the pod of a manifest', () => {
  test('the pod of a manifest is bound to its node, tolerates all NoExecute taints, and is defaulted', () => {
    const pod = podOf();
    const uid = pod.metadata?.uid ?? '';
    expect(uid).toMatch(/^[0-9a-f]{32}$/);
    expect(pod.metadata).toEqual({
      name: 'web-node-1',
      namespace: 'default',
      uid,
      annotations: { 'kubernetes.io/config.hash': uid, 'kubernetes.io/config.source': 'file' },
    });
    expect(pod.spec).toMatchObject({
      nodeName: 'node-1',
      restartPolicy: 'Always',
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test('the pod of a manifest has a uid from content, path and node', () => {
    const elsewhere = readManifest({ ...manifest(), path: '/manifests/other.yaml' }, 'node-1');
    const uids = [podOf(), podOf(), podOf({ hostNetwork: true }), podOf({}, 'node-2')].map(({ metadata }) => metadata?.uid);
    expect(uids[0]).toBe(uids[1]);
    expect(new Set([...uids, 'pod' in elsewhere && elsewhere.pod.metadata?.uid]).size).toBe(4);
  });

  test.each([
    ['no YAML', { path: PATH, problem: 'yaml: bad' }, `${PATH}: couldn't parse as pod(yaml: bad), please check config file`],
    ['empty', { path: PATH, value: null }, `${PATH}: couldn't parse as pod(Object 'Kind' is missing in 'null'), please check config file`],
    [
      'of another kind',
      { path: PATH, value: { apiVersion: 'v1', kind: 'Pad' } },
      `${PATH}: couldn't parse as pod(no kind "Pad" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"), please check config file`,
    ],
    [
      'of wrong types',
      manifest({ hostNetwork: 'yes' }),
      `${PATH}: couldn't parse as pod(json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool), please check config file`,
    ],
    ['nameless', { path: PATH, value: { ...manifest().value, metadata: {} } }, 'invalid pod: name is needed for the pod'],
    [
      'invalid',
      manifest({ containers: [], dnsPolicy: 'Never' }),
      'invalid pod: [spec.containers: Required value spec.dnsPolicy: Unsupported value: "Never": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]',
    ],
    ['with an account', manifest({ serviceAccountName: 'me' }), 'static pods may not reference serviceaccounts'],
    ['with a secret', manifest({ imagePullSecrets: [{ name: 'key' }] }), 'static pods may not reference secrets'],
    [
      'with a variable of a ConfigMap',
      manifest({ containers: [{ name: 'web', image: 'nginx', envFrom: [{ configMapRef: { name: 'c' } }] }] }),
      'static pods may not reference configmaps',
    ],
    [
      'with a claim',
      manifest({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }),
      'static pods may not reference persistentvolumeclaims',
    ],
  ])('an invalid manifest is rejected: %s', (_, file, problem) => {
    expect(readManifest(file, 'node-1')).toEqual({ problem });
  });
});

describe("the API's copy of it", () => {
  const pod = podOf();
  const mirror = aPod(mirrorOf(pod, { name: 'node-1', uid: 'n1' }));

  test("a mirror pod belongs to the node and has its static pod's hash", () => {
    expect(mirrorOf(pod, { name: 'node-1', uid: 'n1' }).metadata).toMatchObject({
      name: 'web-node-1',
      annotations: { 'kubernetes.io/config.mirror': pod.metadata?.uid },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: 'n1', controller: true }],
    });
  });

  test.each([
    ['a missing mirror pod is created', { desired: pod, isEnding: false }, 'create'],
    ['a correct mirror pod stays', { desired: pod, isEnding: false, mirror }, 'rest'],
    ['a mirror pod without manifest is deleted', { isEnding: false, mirror }, 'delete'],
    ['a mirror pod stays while its static pod terminates', { isEnding: true, mirror }, 'rest'],
    ['an outdated mirror pod is deleted', { desired: podOf({ hostNetwork: true }), isEnding: false, mirror }, 'delete'],
    [
      'a mirror pod under deletion is deleted',
      { desired: pod, isEnding: false, mirror: { ...mirror, metadata: { ...mirror.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } } },
      'delete',
    ],
    ['without a static pod there is no mirror pod', { isEnding: false }, 'rest'],
  ])('%s', (_, view, decision) => {
    expect(decideMirror(view)).toBe(decision);
  });
});
