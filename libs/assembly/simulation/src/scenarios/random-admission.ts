import { encodeUtf8 } from '@klockwork/kernel';
import { type CustomResourceDefinition, type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { Violation } from '../violation.ts';

const HOOKS = 'https://hooks.test';
const GROUP = 'admissionregistration.k8s.io/v1';
const PODS = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };
const PROGRAMS = ['slow', 'fails', 'refuses'] as const;
const TOYS = '/apis/example.com/v1/namespaces/default/toys';

/** Programs behind the webhooks of {@link changeAdmission}. */
export const randomWebhooks: NonNullable<Scenario['webhooks']> = [
  { url: `${HOOKS}/slow`, rules: [{ latencyMs: 800, failure: { type: 'hangs', percent: 20 } }] },
  { url: `${HOOKS}/fails`, rules: [{ failure: { type: 'unavailable', percent: 50 } }] },
  { url: `${HOOKS}/refuses`, rules: [{ denial: 'no more pods' }] },
];

/** Writes or deletes a webhook or a policy, which decide on pods, or writes a definition. */
export async function changeAdmission(script: Script): Promise<void> {
  const choices = [
    () => script.apply(webhooks(script)),
    () => script.apply(policy(script)).then(() => script.apply(binding)),
    () => script.apply(definition),
    () => clearAdmission(script),
  ];
  await choices[script.random.integer(choices.length)]?.();
}

/** Deletes all that {@link changeAdmission} wrote, except for definitions. */
export async function clearAdmission(script: Script): Promise<void> {
  const kinds: ResourceRef[] = [
    ...[resources.validatingWebhookConfigurations, resources.validatingAdmissionPolicyBindings, resources.validatingAdmissionPolicies],
  ];
  for (const kind of kinds) await script.delete(kind, { name: 'random' });
}

/** Creates an object of the definition, and reads it. */
export async function checkCustomKind(script: Script): Promise<void> {
  await script.apply(definition);
  await script.pass(1_000);
  const body = encodeUtf8(JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Toy', metadata: { name: 'a' }, size: 3 }));
  const created = await script.send({ method: 'POST', path: TOYS, query: '', headers: { 'content-type': 'application/json' }, body });
  if (!('status' in created) || created.status !== 201)
    throw new Violation(
      'custom-objects-are-served',
      `a custom object was answered ${'status' in created ? created.status : 'by an upgrade'}`,
    );
}

function webhooks({ random }: Script): KubeObject {
  const program = PROGRAMS[random.integer(PROGRAMS.length)];
  const webhook = {
    name: `${program}.hooks.test`,
    clientConfig: { url: `${HOOKS}/${program}` },
    failurePolicy: random.next() < 0.5 ? 'Ignore' : 'Fail',
    ...{ rules: [PODS], timeoutSeconds: 1, sideEffects: 'None', admissionReviewVersions: ['v1'] },
  };
  return { apiVersion: GROUP, kind: 'ValidatingWebhookConfiguration', metadata: { name: 'random' }, webhooks: [webhook] } as KubeObject;
}

function policy({ random }: Script): KubeObject {
  const expressions = ['false', 'object.absent == 1', "object.spec.containers.all(c, c.image != 'httpd:2.4')"];
  return {
    ...{ apiVersion: GROUP, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'random' } },
    spec: {
      matchConstraints: { resourceRules: [PODS] },
      validations: [{ expression: expressions[random.integer(expressions.length)] }],
    },
  } as KubeObject;
}

const binding = {
  ...{ apiVersion: GROUP, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'random' } },
  spec: { policyName: 'random', validationActions: ['Deny'] },
} as KubeObject;

const definition: CustomResourceDefinition = {
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'toys.example.com' } },
  spec: {
    ...{ group: 'example.com', scope: 'Namespaced', names: { plural: 'toys', kind: 'Toy' } },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer' } } } },
      },
    ],
  },
};
