import { type CustomResourceDefinition, customKind, type KindDefinition } from '@klockwork/resources';
import { CONVERSION_URL } from './odd-webhooks.ts';
import type { FuzzTarget } from './target.ts';

const GROUP = 'fuzz.example.com';
/** Polls until the definitions are served. */
const POLLS_MAX = 100;

const SPEC = {
  type: 'object',
  required: ['image'],
  properties: {
    image: { type: 'string', default: 'nginx', minLength: 1 },
    replicas: { type: 'integer', format: 'int32', minimum: 0 },
    port: { 'x-kubernetes-int-or-string': true },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    pod: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    labels: { type: 'object', additionalProperties: { type: 'string', nullable: true } },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, port: { type: 'integer' } } },
    },
  },
} as const;
const STATUS = { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } } as const;
const SCHEMA = { openAPIV3Schema: { type: 'object', properties: { spec: SPEC, status: STATUS } } } as const;
const ANY = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } as const;

const WHOLE = {
  name: 'v1',
  served: true,
  storage: true,
  schema: SCHEMA,
  subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
  selectableFields: [{ jsonPath: '.spec.image' }],
  additionalPrinterColumns: [{ name: 'Image', type: 'string', jsonPath: '.spec.image' }],
};
/** Conversion by a program. */
const BY_WEBHOOK = { strategy: 'Webhook', webhook: { clientConfig: { url: CONVERSION_URL }, conversionReviewVersions: ['v1'] } };
const ALPHA = { name: 'v1alpha1', served: true, storage: false, schema: SCHEMA };
const OLD = { name: 'v1beta1', served: true, storage: false, deprecated: true, schema: SCHEMA };

/** Definitions of custom kinds: namespaced in two versions, cluster-scoped with any fields, and converted by a webhook. */
export const definitions = [
  definition({ plural: 'tabs', singular: 'tab', kind: 'Tab', listKind: 'TabList' }, 'Namespaced', [WHOLE, OLD]),
  definition({ plural: 'frees', singular: 'free', kind: 'Free', listKind: 'FreeList' }, 'Cluster', [
    { ...WHOLE, ...{ schema: ANY, selectableFields: [] } },
  ]),
  converted(definition({ plural: 'turns', singular: 'turn', kind: 'Turn', listKind: 'TurnList' }, 'Namespaced', [WHOLE, ALPHA])),
];

/** Valid objects of these kinds. */
export const customExamples = [
  object('v1', 'Tab', { image: 'a', replicas: 2, port: 'http', ports: [{ name: 'a', port: 1 }], free: { a: [1] }, labels: { a: 'b' } }),
  object('v1beta1', 'Tab', { image: 'b', port: 80, pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } } }),
  object('v1', 'Turn', { image: 'c' }),
  object('v1alpha1', 'Turn', { image: 'd', replicas: 1 }),
  object('v1', 'Free', { replicas: 1, any: { thing: null } }),
];

/** Kinds of the definitions, by served version. */
export function customRouteKind({ version, resource }: { version: string; resource: string }): KindDefinition | undefined {
  const kinds = definitions.flatMap(({ spec, ...rest }) => customKind({ ...rest, spec, status: { acceptedNames: spec.names } }) ?? []);
  return kinds.find(
    (kind) =>
      kind.resource === resource && [kind, ...(kind.forms ?? []), ...(kind.otherVersions ?? [])].some((form) => form.version === version),
  );
}

/** Creates the definitions; resolves when their objects are served. */
export async function createDefinitions(target: Pick<FuzzTarget, 'send'>): Promise<void> {
  const url = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  for (const one of definitions)
    await target.send({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(one)) });
  for (const { spec } of definitions) await untilServed(target, `/apis/${GROUP}/v1/${spec.names.plural}`);
}

async function untilServed(target: Pick<FuzzTarget, 'send'>, url: string): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll++) if ((await target.send({ method: 'GET', url, headers: {} })).status === 200) return;
  throw new Error(`${url} is not served`);
}

function definition(
  names: { plural: string; singular: string; kind: string; listKind: string },
  scope: string,
  versions: readonly object[],
) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${GROUP}` },
    spec: { group: GROUP, names, scope, versions },
  } as CustomResourceDefinition & { readonly spec: NonNullable<CustomResourceDefinition['spec']> };
}

function converted<Definition extends CustomResourceDefinition>(one: Definition): Definition {
  return { ...one, spec: { ...one.spec, conversion: BY_WEBHOOK } } as Definition;
}

function object(version: string, kind: string, spec: object) {
  return { apiVersion: `${GROUP}/${version}`, kind, metadata: { name: 'a' }, spec };
}
