import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { longName } from './definition-names.ts';
import { readExtension } from './extensions.ts';
import { type Definition, generateDefinitions } from './generate.ts';
import { readSources } from './read-sources.ts';

const sources = readSources();
const definitions = generateDefinitions(sources);

/** Swagger of a real 1.29 server, from npm package @kubev2v/types. */
const swagger = (() => {
  const folder = dirname(createRequire(import.meta.url).resolve('@kubev2v/types/package.json'));
  const text = readFileSync(join(folder, 'src/generated/kubernetes/swagger.json'), 'utf8');
  return (JSON.parse(text) as { definitions: Record<string, Definition> }).definitions;
})();

/** Structs that became atomic after 1.29. */
const ATOMIC_SINCE = new Set(['io.k8s.api.networking.v1.ServiceBackendPort']);

/** Schema without descriptions, in a form common to versions 2 and 3. Defaults and enums are absent in that file. */
function facts(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(facts);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { description: _, default: __, enum: ____, allOf, $ref, 'x-kubernetes-unions': ___, ...rest } = schema as Record<string, unknown>;
  const reference = $ref ?? (allOf as { $ref: string }[] | undefined)?.[0]?.$ref;
  const entries = Object.entries(rest).map(([key, value]) => [key, facts(value)] as const);
  return { ...Object.fromEntries(entries), ...(typeof reference === 'string' ? { refersTo: reference.split('/').pop() } : {}) };
}

test('fields equal those of a real 1.29 server', () => {
  const different = Object.entries(definitions).flatMap(([name, definition]) => {
    const real = (swagger[name]?.properties ?? {}) as Record<string, unknown>;
    const ours = (definition.properties ?? {}) as Record<string, unknown>;
    return Object.keys(real)
      .filter((field) => JSON.stringify(sorted(facts(real[field]))) !== JSON.stringify(sorted(facts(ours[field]))))
      .map((field) => `${name}#${field}`);
  });
  // Its two fields stand beside it since 1.31.
  expect(different).toEqual(['io.k8s.api.core.v1.PodResourceClaim#source']);
});

test('required fields and atomic structs equal those of a real 1.29 server', () => {
  const parts = (definition: Definition | undefined) => ({
    required: ((definition?.required ?? []) as string[]).toSorted(),
    mapType: definition?.['x-kubernetes-map-type'],
  });
  for (const [name, definition] of Object.entries(definitions)) {
    if (swagger[name] !== undefined && !ATOMIC_SINCE.has(name)) expect(parts(definition), name).toEqual(parts(swagger[name]));
  }
});

test('fields of kinds that 1.29 served in another version have the same merge strategy', () => {
  const extensions = (field: Definition) =>
    Object.entries(field)
      .filter(([key]) => key.startsWith('x-kubernetes'))
      .toSorted();
  const compared = Object.entries(definitions).flatMap(([name, { properties }]) => {
    const real = (swagger[name] === undefined ? inAnotherVersion(name)?.properties : undefined) as Record<string, Definition> | undefined;
    return Object.entries((properties ?? {}) as Record<string, Definition>).flatMap(([field, ours]) => {
      const theirs = real?.[field];
      return theirs === undefined ? [] : [{ field: `${name}#${field}`, ours: extensions(ours), theirs: extensions(theirs) }];
    });
  });
  expect(compared.length).toBeGreaterThan(100);
  expect(compared.map(({ field, ours }) => [field, ours])).toEqual(compared.map(({ field, theirs }) => [field, theirs]));
});

/** `io.k8s.api.networking.v1alpha1.ServiceCIDR` for `io.k8s.api.networking.v1.ServiceCIDR`. */
function inAnotherVersion(name: string): Definition | undefined {
  const [, group = '', kind = ''] = /^(.+)\.v\w+\.(\w+)$/.exec(name) ?? [];
  const other = Object.keys(swagger).find((key) => key.startsWith(`${group}.v`) && key.endsWith(`.${kind}`));
  return other === undefined ? undefined : swagger[other];
}

test('the overlay contains fields newer than kubernetes-types, and removed ones', () => {
  const overlaid = Object.entries(sources.overlay).flatMap(([name, fields]) =>
    Object.entries(fields).map(([field, newer]) => ({ field: `${longName(name)}#${field}`, newer })),
  );
  const all = new Set(
    Object.entries(definitions).flatMap(([name, { properties }]) => Object.keys(properties ?? {}).map((field) => `${name}#${field}`)),
  );
  const wrong = overlaid.filter(({ field, newer }) => !field.endsWith('#') && all.has(field) !== (newer !== null));
  expect(wrong).toEqual([]);
  expect(all).not.toContain('io.k8s.api.core.v1.PodResourceClaim#source');
});

test('each extension refers to an existing field', () => {
  const lost = Object.entries(sources.extensions).flatMap(([name, fields]) => {
    const properties = definitions[longName(name)]?.properties as Record<string, unknown> | undefined;
    return Object.keys(fields)
      .filter((field) => field !== '' && properties?.[field] === undefined)
      .map((field) => `${name}#${field}`);
  });
  expect(lost).toEqual([]);
});

test('fields with enum values list them, in lists and maps too', () => {
  const fieldOf = (definition: string, field: string) => ((definitions[definition]?.properties ?? {}) as Record<string, Definition>)[field];
  const { description, ...restartPolicy } = fieldOf('io.k8s.api.core.v1.PodSpec', 'restartPolicy') ?? {};
  expect(restartPolicy).toEqual({ type: 'string', enum: ['Always', 'Never', 'OnFailure'] });
  expect(description).toMatch(/\n\nPossible enum values:\n - `"Always"`\n - `"Never"`\n - `"OnFailure"`$/);
  expect(fieldOf('io.k8s.api.networking.v1.NetworkPolicySpec', 'policyTypes')).toMatchObject({
    description: expect.not.stringContaining('Possible enum values'),
    items: { type: 'string', enum: ['Egress', 'Ingress'] },
  });
  expect(fieldOf('io.k8s.api.core.v1.PersistentVolumeClaimStatus', 'allocatedResourceStatuses')).toMatchObject({
    additionalProperties: { type: 'string', enum: expect.arrayContaining(['NodeResizePending']) },
  });
});

test('each field with enum values exists and is a string', () => {
  const fields = Object.values(sources.enums).flatMap(({ fields }) => fields);
  const lost = fields.filter((path) => {
    const at = path.lastIndexOf('.');
    const properties = definitions[longName(path.slice(0, at))]?.properties as Record<string, Definition> | undefined;
    return !JSON.stringify(properties?.[path.slice(at + 1)] ?? {}).includes('"type":"string","enum":[');
  });
  expect(lost).toEqual([]);
});

test('extensions are read word by word', () => {
  expect(readExtension('map(containerPort,protocol) patch=merge(containerPort)')).toEqual({
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
    'x-kubernetes-patch-strategy': 'merge',
    'x-kubernetes-patch-merge-key': 'containerPort',
  });
  expect(readExtension('int32 default=5')).toEqual({ format: 'int32', default: 5 });
  expect(() => readExtension('sometimes')).toThrow('an extension of an unknown form: sometimes');
});

test('generation is deterministic', () => {
  expect(JSON.stringify(generateDefinitions(readSources()))).toBe(JSON.stringify(definitions));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
