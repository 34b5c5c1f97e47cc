import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadIdentity } from '@klockwork/tls';
import { eventually } from './host-program.ts';
import type { Operator } from './operator.ts';

const MODULE = 'sigs.k8s.io/controller-runtime@v0.22.4';
/** Fixed by the example. */
const PORT = 9443;

/** Example `builtins`: a controller of ReplicaSets, a defaulting and a validating webhook for pods, both behind a connected Service. */
export const builtinWebhooks: Operator = {
  name: 'controller-runtime-webhooks',
  programs: [{ module: MODULE, package: './examples/builtins', name: 'controller-runtime-builtins' }],
  async prove({ lab, folder, start, apply, proven }) {
    const certificates = join(folder, 'k8s-webhook-server', 'serving-certs');
    mkdirSync(certificates, { recursive: true });
    const { server, authority } = loadIdentity(join(folder, 'pki'), ['hooks.default.svc']);
    writeFileSync(join(certificates, 'tls.crt'), server.certificate);
    writeFileSync(join(certificates, 'tls.key'), server.key);
    start('controller-runtime-builtins', [], { TMPDIR: folder });
    await lab.klockwork('connect', 'hooks', '--to', `127.0.0.1:${PORT}`);
    const caBundle = Buffer.from(authority).toString('base64');
    await apply(configuration('Mutating', '/mutate--v1-pod', caBundle), configuration('Validating', '/validate--v1-pod', caBundle));
    const annotation = 'jsonpath={.metadata.annotations.example-mutating-admission-webhook}';
    await eventually(() => lab.kubectl('run web --image=nginx'));
    assert.equal(await lab.kubectl(`get pod web -o ${annotation}`), 'foo');
    proven('the defaulting webhook annotates a pod');
    const refused = lab.kubectl('annotate pod web --overwrite example-mutating-admission-webhook=bar');
    await assert.rejects(refused, /admission webhook "vpod\.kb\.io" denied the request/);
    proven('the validating webhook refuses a pod');
    await apply({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'hello' }, spec: replicaSetSpec() });
    await eventually(async () => assert.equal(await lab.kubectl('get rs hello -o jsonpath={.metadata.labels.hello}'), 'world'));
    proven('the controller labels a ReplicaSet');
  },
};

function configuration(type: 'Mutating' | 'Validating', path: string, caBundle: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${type}WebhookConfiguration`,
    metadata: { name: `${type.toLowerCase()}-pods` },
    webhooks: [
      {
        name: type === 'Mutating' ? 'mpod.kb.io' : 'vpod.kb.io',
        clientConfig: { service: { namespace: 'default', name: 'hooks', path }, caBundle },
        // The defaulting of an update would hide its refusal.
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', ...(type === 'Mutating' ? [] : ['UPDATE'])], resources: ['pods'] },
        ],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        failurePolicy: 'Fail',
      },
    ],
  };
}

function replicaSetSpec(): object {
  const labels = { app: 'hello' };
  return {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'nginx' }] } },
  };
}

/** Example `crd`: a controller of ChaosPods, custom objects that run a pod and stop it again and again. */
export const chaosPods: Operator = {
  name: 'controller-runtime-crd',
  programs: [{ module: MODULE, package: './examples/crd', name: 'controller-runtime-crd' }],
  async prove({ lab, start, apply, proven }) {
    await apply(definition());
    await lab.kubectl('wait crd/chaospods.chaosapps.metamagical.io --for=condition=Established --timeout=60s');
    start('controller-runtime-crd', []);
    const template = { spec: { containers: [{ name: 'web', image: 'nginx' }] } };
    const spec = { template, nextStop: '2020-01-01T00:00:00Z' };
    await apply({ apiVersion: 'chaosapps.metamagical.io/v1', kind: 'ChaosPod', metadata: { name: 'chaos' }, spec });
    const uid = () => lab.kubectl('get pod chaos -o jsonpath={.metadata.uid}');
    const first = await eventually(uid);
    assert.equal(await lab.kubectl('get pod chaos -o jsonpath={.metadata.ownerReferences[0].kind}'), 'ChaosPod');
    proven('a custom object runs a pod');
    await eventually(async () => assert.notEqual(await uid(), first), 90_000);
    proven('its controller replaces the pod');
    await lab.kubectl('delete chaospod chaos');
    await eventually(async () => assert.equal(await lab.kubectl('get pods -o name'), ''));
    proven('the garbage collector deletes the pod with its owner');
  },
};

function definition(): object {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        required: ['template'],
        properties: {
          nextStop: { type: 'string', format: 'date-time' },
          template: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
      status: { type: 'object', properties: { lastRun: { type: 'string', format: 'date-time', nullable: true } } },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'chaospods.chaosapps.metamagical.io' },
    spec: {
      group: 'chaosapps.metamagical.io',
      names: { plural: 'chaospods', singular: 'chaospod', kind: 'ChaosPod' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}
