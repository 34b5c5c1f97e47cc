import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { CasLoad, type CasObjects, CONFIG_MAPS } from '../support/cas-load.ts';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const RUNS = 3;
const FIELDS = 30;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const POLICY_PATH = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const BINDING_PATH = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

/** Updates of custom objects with 30 validated fields and 5 rules in CEL. */
export const customCas64: Workload = {
  id: 'cr-cas-64',
  what: 'compare-and-set of a 2 KB custom object with 30 validated fields and 5 CEL rules, as a share of ConfigMaps on the same lab',
  unit: '×',
  better: 'more',
  floor: 0.6,
  aim: 0.85,
  measure: () => sharesOfPlain({ objects: customObjects, prepare: defineLoads }),
};

/** Updates of ConfigMaps under 20 policies with 3 expressions each. */
export const policyWrite: Workload = {
  id: 'vap-write',
  what: 'compare-and-set of a 2 KB ConfigMap under 20 policies with 3 expressions each, as a share of the rate without policies',
  unit: '×',
  better: 'more',
  floor: 0.5,
  aim: 0.8,
  measure: () =>
    sharesOfPlain({
      objects: { ...CONFIG_MAPS, path: '/api/v1/namespaces/kube-public/configmaps' },
      prepare: addPolicies,
      begin: bindPolicies,
      end: unbindPolicies,
    }),
};

/** Load whose rate is compared with that of ConfigMaps. */
interface Variant {
  readonly objects: CasObjects;
  /** Runs once, first. */
  prepare?(client: HttpsClient): Promise<void>;
  /** Frame each measurement of the variant. */
  begin?(client: HttpsClient): Promise<void>;
  end?(client: HttpsClient): Promise<void>;
}

/** Measures ConfigMaps and the variant in turn, on one lab. */
async function sharesOfPlain({ objects, prepare, begin, end }: Variant): Promise<readonly number[]> {
  const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
  const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
  try {
    await prepare?.(client);
    const plain = new CasLoad(client, CONFIG_MAPS);
    const variant = new CasLoad(client, objects);
    for (const load of [plain, variant]) {
      await load.create();
      await load.warmUp();
    }
    return await repeat(RUNS, async () => {
      const rate = await plain.rate();
      await begin?.(client);
      const share = (await variant.rate()) / rate;
      await end?.(client);
      return share;
    });
  } finally {
    client.close();
    await lab.down();
  }
}

/** Resolves when objects of the definition are accepted. */
async function defineLoads(client: HttpsClient): Promise<void> {
  await client.json('POST', DEFINITIONS, definition);
  // The kind is absent until its definition is established.
  while ((await client.send('GET', customObjects.path)).status === 404);
}

async function addPolicies(client: HttpsClient): Promise<void> {
  for (const name of policyNames) await client.json('POST', POLICY_PATH, policy(name));
}

async function bindPolicies(client: HttpsClient): Promise<void> {
  for (const name of policyNames) await client.json('POST', BINDING_PATH, binding(name));
}

async function unbindPolicies(client: HttpsClient): Promise<void> {
  for (const name of policyNames) await client.json('DELETE', `${BINDING_PATH}/${name}`);
}

const policyNames = Array.from({ length: 20 }, (_, index) => `policy-${index}`);
const fieldNames = Array.from({ length: FIELDS }, (_, index) => `field${index}`);
const texts = Object.fromEntries(fieldNames.map((name) => [name, 'x'.repeat(50)]));

const customObjects: CasObjects = {
  path: '/apis/bench.example.com/v1/namespaces/default/loads',
  body: (name, resourceVersion, count) =>
    JSON.stringify({
      apiVersion: 'bench.example.com/v1',
      kind: 'Load',
      metadata: { name, resourceVersion },
      spec: { ...texts, count },
    }),
};

const text = { type: 'string', minLength: 1, maxLength: 60, pattern: '^[a-z]+$' };
const rules = [
  'self.count >= 0',
  'self.field0.size() <= 60',
  "self.field1.startsWith('x')",
  'self.field2 == self.field3',
  "!has(self.field4) || self.field4 != ''",
];

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'loads.bench.example.com' },
  spec: {
    group: 'bench.example.com',
    scope: 'Namespaced',
    names: { plural: 'loads', kind: 'Load' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                'x-kubernetes-validations': rules.map((rule) => ({ rule })),
                properties: { ...Object.fromEntries(fieldNames.map((name) => [name, text])), count: { type: 'integer', minimum: 0 } },
              },
            },
          },
        },
      },
    ],
  },
};

const expressions = ['object.data.filling.size() > 0', 'has(object.data.count)', "object.metadata.name.startsWith('cas-')"];

function policy(name: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] }],
      },
      validations: expressions.map((expression) => ({ expression })),
    },
  };
}

function binding(policyName: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: { policyName, validationActions: ['Deny'] },
  };
}
