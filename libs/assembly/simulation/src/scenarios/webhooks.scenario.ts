import type { KubeObject } from '@klockwork/resources';
import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs, webPods } from './web-deployment.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOOKS = 'https://hooks.test';
const GROUP = 'admissionregistration.k8s.io';
const PODS = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };

/** Slow and failing webhooks, and a policy, decide on pods of a Deployment during rollouts and restarts of the api-server. */
export const webhooks: Scenario = {
  name: 'webhooks',
  description: 'slow and failing webhooks and a policy decide on each pod of rollouts, while the api-server restarts',
  nodes: ['node-1', 'node-2'],
  webhooks: [
    {
      url: `${HOOKS}/label`,
      rules: [
        {
          matches: { labels: { app: 'web' } },
          latencyMs: 40,
          failure: { type: 'hangs', percent: 20 },
          patch: [{ op: 'add', path: '/metadata/labels/reviewed', value: 'yes' }],
        },
      ],
    },
    { url: `${HOOKS}/check`, rules: [{ latencyMs: 300, failure: { type: 'malformed', percent: 30 }, warnings: ['checked'] }] },
    { url: `${HOOKS}/gone`, rules: [{ failure: { type: 'refused', percent: 100 } }] },
  ],
  async run(script) {
    await script.apply(configuration('Mutating', { name: 'label', timeoutSeconds: 2, reinvocationPolicy: 'IfNeeded' }));
    await script.apply(configuration('Validating', { name: 'check', failurePolicy: 'Ignore' }));
    await script.apply(configuration('Validating', { name: 'gone', failurePolicy: 'Ignore' }));
    await script.apply(policy());
    await script.apply(binding());
    const desired = { image: 'nginx:1.27', replicas: 3 };
    await script.apply(webDeployment(desired));
    for (let round = 0; round < 4; round++) {
      await script.pass(5 * SECOND + script.random.integer(20 * SECOND));
      script.crash('api-server');
      script.start('api-server');
      desired.image = round % 2 === 0 ? 'nginx:1.28' : 'nginx:1.27';
      await script.apply(webDeployment(desired));
    }
    const isReviewed = () => webPods(script.objects).every(({ metadata }) => metadata?.labels?.reviewed === 'yes');
    await script.waitUntil('the reviewed pods of the last rollout', () => webIs(script.objects, desired) && isReviewed(), 15 * MINUTE);
  },
};

function configuration(type: 'Mutating' | 'Validating', { name, ...fields }: { readonly name: string } & Record<string, unknown>) {
  const webhook = {
    name: `${name}.hooks.test`,
    clientConfig: { url: `${HOOKS}/${name}` },
    ...{ rules: [PODS], sideEffects: 'None', admissionReviewVersions: ['v1'], ...fields },
  };
  return { apiVersion: `${GROUP}/v1`, kind: `${type}WebhookConfiguration`, metadata: { name }, webhooks: [webhook] } as KubeObject;
}

/** Refuses a pod that the mutating webhook did not label. */
function policy(): KubeObject {
  return {
    ...{ apiVersion: `${GROUP}/v1`, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'reviewed' } },
    spec: {
      matchConstraints: { resourceRules: [PODS] },
      matchConditions: [{ name: 'web', expression: "object.metadata.?labels.?app.orValue('') == 'web'" }],
      validations: [{ expression: "object.metadata.labels.?reviewed.orValue('') == 'yes'" }],
    },
  } as KubeObject;
}

function binding(): KubeObject {
  return {
    ...{ apiVersion: `${GROUP}/v1`, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'reviewed' } },
    spec: { policyName: 'reviewed', validationActions: ['Deny', 'Audit'] },
  } as KubeObject;
}
