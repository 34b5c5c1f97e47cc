import { schemaOf } from '@klockwork/openapi';
import fc from 'fast-check';
import type { MergeSchema } from '../merge-schema.ts';
import { type Doc, OwnedStore, versionOfKind } from './owned-store.ts';

export interface Sample {
  readonly kind: string;
  readonly schema: MergeSchema;
  readonly store: () => OwnedStore;
  /** Whole or partial objects for writes. */
  readonly objects: fc.Arbitrary<Doc>;
}

const value = fc.constantFrom('1', '2', '3');
const some = (keys: readonly string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3, noNullPrototype: true });
const part = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Doc> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Doc>;

const metadata = part({
  labels: some(['app', 'tier', 'constructor']),
  annotations: some(['a', 'b']),
  finalizers: fc.uniqueArray(fc.constantFrom('x/a', 'x/b', 'x/c'), { maxLength: 3 }),
});

const env = fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value }), { selector: ({ name }) => name, maxLength: 3 });
const ports = fc.uniqueArray(fc.record({ containerPort: fc.constantFrom(80, 443), protocol: fc.constantFrom('TCP', 'UDP') }), {
  selector: (port) => JSON.stringify(port),
  maxLength: 3,
});
const container = fc
  .tuple(fc.constantFrom('web', 'side', 'log'), part({ image: value, args: fc.array(value, { minLength: 1, maxLength: 2 }), env, ports }))
  .map(([name, rest]) => ({ name, ...rest }));
const containers = fc.uniqueArray(container, { selector: ({ name }) => name, maxLength: 3 });
const podSpec = part({ containers, nodeSelector: some(['disk', 'zone']), restartPolicy: fc.constantFrom('Always', 'Never') });

const servicePorts = fc.uniqueArray(
  fc.record({ port: fc.constantFrom(80, 443), protocol: fc.constantFrom('TCP', 'UDP'), name: value }, { requiredKeys: ['port'] }),
  { selector: ({ port, protocol = 'TCP' }) => `${port}/${protocol}`, maxLength: 3 },
);

/** Real kinds by their real schemas. */
export const SAMPLES: readonly Sample[] = [
  sample('io.k8s.api.core.v1.ConfigMap', 'v1', { data: some(['a', 'b', 'c', 'd']), immutable: fc.boolean() }),
  sample('io.k8s.api.core.v1.Secret', 'v1', {
    data: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('MQ==', 'Mg=='), { noNullPrototype: true }),
    type: value,
  }),
  sample('io.k8s.api.core.v1.Service', 'v1', { spec: part({ ports: servicePorts, selector: some(['app']), type: value }) }),
  sample('io.k8s.api.core.v1.Pod', 'v1', { spec: podSpec }),
  sample('io.k8s.api.apps.v1.Deployment', 'apps/v1', { spec: part({ replicas: fc.nat(3), template: part({ metadata, spec: podSpec }) }) }),
];

function sample(definition: string, apiVersion: string, fields: Record<string, fc.Arbitrary<unknown>>): Sample {
  const version = versionOfKind(definition, apiVersion);
  const { kind } = version;
  const objects = fc.tuple(part({ metadata }), part(fields)).map(([meta, rest]) => ({
    apiVersion,
    kind,
    ...rest,
    metadata: { name: 'x', namespace: 'default', ...(meta.metadata as object) },
  }));
  return { kind, schema: version.schema, store: () => new OwnedStore(version, schemaOf(definition)), objects };
}
