import { expect, test } from 'vitest';
import { podKind } from '../../pod/pod.kind.ts';
import { tryCreate } from '../../testing/attempt.ts';
import { podTemplateKind } from '../pod-template.kind.ts';

function created(volume: object) {
  const metadata = { name: 'web', namespace: 'default' };
  const spec = { containers: [{ name: 'web', image: 'nginx' }], volumes: [{ name: 'v', ...volume }] };
  return tryCreate(podKind, { metadata, spec });
}

const size = (storage: string) => ({ resources: { requests: { storage } } });
const T = 'spec.volumes[0].ephemeral.volumeClaimTemplate';

test('a claim template gets the defaults of a claim', () => {
  const spec = { accessModes: ['ReadWriteOnce'], ...size('1024Mi') };
  const { object, errors } = created({ ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec } } });
  expect(errors).toEqual([]);
  expect(object.spec?.volumes?.[0]?.ephemeral?.volumeClaimTemplate?.spec).toEqual({ ...spec, ...size('1Gi'), volumeMode: 'Filesystem' });
});

test("a claim template has upstream's empty fields", () => {
  const { object } = created({ ephemeral: { volumeClaimTemplate: {} } });
  const template = object.spec?.volumes?.[0]?.ephemeral?.volumeClaimTemplate;
  expect(template).toEqual({ metadata: {}, spec: { resources: {}, volumeMode: 'Filesystem' } });
});

test('a claim template has no name, and the rules of a claim spec', () => {
  const metadata = { name: 'mine', uid: '1', labels: { a: '-' } };
  const spec = { accessModes: ['Once'], storageClassName: 'fast', ...size('0') };
  expect(created({ ephemeral: { volumeClaimTemplate: { metadata, spec } } }).errors).toEqual([
    expect.stringContaining(`${T}.metadata.labels: Invalid value: "-": a valid label must be`),
    `${T}.metadata.name: Forbidden: cannot be set`,
    `${T}.metadata.uID: Forbidden: cannot be set`,
    expect.stringContaining(`${T}.spec.accessModes: Unsupported value: "Once": supported values: `),
    `${T}.spec.resources[storage]: Invalid value: "0": must be greater than zero`,
  ]);
  expect(created({ ephemeral: {} }).errors).toEqual([`${T}: Required value`]);
});

test('the claim of an ephemeral volume is named after the pod, and must be new', () => {
  const ephemeral = { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], ...size('1Gi') } } };
  const volumes = [
    { name: 'v', ephemeral },
    { name: 'w', persistentVolumeClaim: { claimName: 'web-v' } },
  ];
  const named = (name: string) =>
    tryCreate(podKind, { metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'web', image: 'nginx' }], volumes } });
  expect(named('web').errors).toEqual([
    'spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "web-v": must not reference a PVC that gets created for an ephemeral volume',
  ]);
  const long = 'a'.repeat(252);
  expect(named(long).errors).toEqual([
    `spec.volumes[0].name: Invalid value: "v": PVC name "${long}-v": must be no more than 253 characters`,
  ]);
});

test('an image volume needs a reference in a pod, not in a template', () => {
  expect(created({ image: { pullPolicy: 'Often' } }).errors).toEqual([
    'spec.volumes[0].image.reference: Required value',
    'spec.volumes[0].image.pullPolicy: Unsupported value: "Often": supported values: "Always", "IfNotPresent", "Never"',
  ]);
  const spec = { containers: [{ name: 'web', image: 'nginx' }], volumes: [{ name: 'v', image: {} }] };
  expect(tryCreate(podTemplateKind, { metadata: { name: 'web', namespace: 'default' }, template: { spec } }).errors).toEqual([]);
});

test('a volume of a driver names that driver well, and its secret', () => {
  expect(created({ csi: { driver: 'Secrets_Store', nodePublishSecretRef: {} } }).errors).toEqual([
    expect.stringContaining('spec.volumes[0].csi.driver: Invalid value: "Secrets_Store": a lowercase RFC 1123 subdomain'),
    'spec.volumes[0].csi.nodePublishSecretRef.name: Required value',
  ]);
  expect(created({ csi: { driver: 'Secrets-Store.csi.k8s.io', nodePublishSecretRef: { name: 's' } } }).errors).toEqual([]);
});
