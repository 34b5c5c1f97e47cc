import { alwaysWritten, decodeJson } from '@klockwork/api-machinery';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitions } from './definitions.ts';
import pointers from './pointers.json' with { type: 'json' };
import { schemaOf } from './schema-of.ts';

const stored = (definition: string, value: unknown) =>
  decodeJson(JSON.stringify(value), schemaOf(`io.k8s.${definition}`), { strict: false }).value;

test.each([
  ['a container', 'api.core.v1.Container', { name: 'c', tty: false, stdin: false, image: '', terminationMessagePath: '' }, { name: 'c' }],
  ['a mount', 'api.core.v1.VolumeMount', { name: 'v', mountPath: '/v', readOnly: false, subPath: '' }, { name: 'v', mountPath: '/v' }],
  ['a port', 'api.core.v1.ContainerPort', { containerPort: 80, hostPort: 0, protocol: '', name: '' }, { containerPort: 80 }],
  ['a probe', 'api.core.v1.Probe', { periodSeconds: 0, failureThreshold: 0, initialDelaySeconds: 0 }, {}],
  ['an environment', 'api.core.v1.EnvVar', { name: 'A', value: '' }, { name: 'A' }],
  ['a deployment', 'api.apps.v1.DeploymentSpec', { paused: false, minReadySeconds: 0 }, {}],
  ['a node', 'api.core.v1.NodeSpec', { unschedulable: false, podCIDR: '' }, {}],
  ['metadata', 'apimachinery.pkg.apis.meta.v1.ObjectMeta', { name: 'a', namespace: '', uid: '', generation: 0 }, { name: 'a' }],
  ['a service', 'api.core.v1.ServiceSpec', { type: '', clusterIP: '', publishNotReadyAddresses: false, sessionAffinity: '' }, {}],
  ['a webhook', 'api.admissionregistration.v1.WebhookClientConfig', { caBundle: '' }, {}],
  ['a pod', 'api.core.v1.PodSpec', { hostNetwork: false, hostname: '', restartPolicy: '', nodeName: '' }, { containers: [] }],
])('zero values of %s are omitted', (_, definition, said, kept) => {
  expect(stored(definition, said)).toEqual(kept);
});

test.each([
  ['replicas', 'api.apps.v1.DeploymentSpec', { replicas: 0, revisionHistoryLimit: 0 }],
  ['what a pod asks for', 'api.core.v1.PodSpec', { automountServiceAccountToken: false, enableServiceLinks: false, priority: 0 }],
  ['empty sources', 'api.core.v1.Volume', { name: 'v', emptyDir: {} }],
  ['whether a source may lack', 'api.core.v1.ConfigMapVolumeSource', { optional: false, defaultMode: 0 }],
  ['the class of a claim', 'api.core.v1.PersistentVolumeClaimSpec', { storageClassName: '' }],
  ['rights', 'api.core.v1.SecurityContext', { privileged: false, runAsUser: 0, procMount: '' }],
  ['required fields', 'api.core.v1.ContainerStatus', { name: 'c', image: '', imageID: '', ready: false, restartCount: 0 }],
  ['fields that Go always writes', 'api.core.v1.HostAlias', { ip: '' }],
  ['numbers or texts', 'api.core.v1.HTTPGetAction', { port: 0 }],
  ['quantities', 'api.core.v1.EmptyDirVolumeSource', { sizeLimit: '0' }],
  ['entries of maps', 'api.core.v1.ConfigMap', { data: { a: '' }, binaryData: { b: '' } }],
  ['items of lists', 'api.core.v1.PodSpec', { containers: [{ name: 'c', args: ['', 'x'] }] }],
  ['raw data', 'api.apps.v1.ControllerRevision', { data: { tty: false, n: 0, s: '' }, revision: 0 }],
])('the zeros of %s stay', (_, definition, said) => {
  expect(stored(definition, said)).toMatchObject(said);
});

test("the project's own types keep zero values", () => {
  const said = { spec: { rate: 1, paused: false } };
  expect(decodeJson(JSON.stringify(said), schemaOf('dev.klockwork.v1alpha1.Clock')).value).toEqual(said);
});

test('a second decoding changes nothing', () => {
  const scalars = [
    'hostNetwork',
    'hostPID',
    'hostname',
    'priority',
    'enableServiceLinks',
    'restartPolicy',
    'terminationGracePeriodSeconds',
  ];
  const schema = schemaOf('io.k8s.api.core.v1.PodSpec').properties;
  const zeroOrOne = (field: string) =>
    ({ string: ['', 'x'], boolean: [false, true], integer: [0, 1] })[String(schema?.get(field)?.type)] ?? [];
  const specs = fc.record(Object.fromEntries(scalars.map((field) => [field, fc.constantFrom(...zeroOrOne(field))])), { requiredKeys: [] });
  fc.assert(
    fc.property(specs, (spec) => {
      const once = stored('api.core.v1.PodSpec', spec);
      expect(stored('api.core.v1.PodSpec', once)).toEqual(once);
    }),
  );
});

test('each pointer names a field of a definition or of a protobuf message without definition', () => {
  const lost = Object.entries(pointers).flatMap(([name, fields]) => {
    const definition = definitions.get(name.startsWith('meta.') ? `io.k8s.apimachinery.pkg.apis.${name}` : `io.k8s.api.${name}`);
    return fields.filter((field) => definition?.properties?.[field] === undefined).map((field) => `${name}#${field}`);
  });
  expect(lost).toEqual(['admissionregistration.v1.Rule#scope', 'core.v1.EphemeralContainerCommon#restartPolicy']);
});

test('each always-written field exists in a definition', () => {
  const fields = new Map<string, Set<string>>();
  for (const [name, { properties = {} }] of definitions) {
    const struct = name.split('.').at(-1) as string;
    fields.set(struct, new Set([...(fields.get(struct) ?? []), ...Object.keys(properties)]));
  }
  const lost = [...fields].flatMap(([struct, known]) => alwaysWritten(struct).filter((field) => !known.has(field)));
  expect(lost).toEqual([]);
  expect([alwaysWritten('PodIP'), alwaysWritten('constructor')]).toEqual([['ip'], []]);
});
