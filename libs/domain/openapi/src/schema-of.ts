import type { Schema, SchemaAlternatives } from '@klockwork/api-machinery';
import { assert } from '@klockwork/kernel';
import { type Definition, referenceOf } from './definition.ts';
import { definitions } from './definitions.ts';
import { omitsZero } from './omits-zero.ts';

/** Formats determined by the definition's name alone. */
const FORMATS_BY_NAME: Readonly<Record<string, Schema['format']>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'date-time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'micro-time',
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'int-or-string',
};

const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Returns the alternatives of types that OpenAPI leaves open; undefined for most definitions. */
function alternativesOf(definition: string): SchemaAlternatives | undefined {
  if (!definition.startsWith(`${EXTENSIONS}.JSONSchemaPropsOr`)) return undefined;
  const object = schemaOf(`${EXTENSIONS}.JSONSchemaProps`);
  const listOf = (items: Schema): Schema => ({ name: '', type: 'array', items });
  switch (definition.slice(EXTENSIONS.length + 1)) {
    case 'JSONSchemaPropsOrBool':
      return { object, boolean: true, problem: 'boolean or JSON schema expected' };
    case 'JSONSchemaPropsOrStringArray':
      return { object, array: listOf({ name: '', type: 'string' }) };
    default:
      return { object, array: listOf(object) };
  }
}

const schemas = new Map<string, Schema>();

/** Returns the schema of a definition such as `io.k8s.api.core.v1.Pod`, always the same object. Asserts that the definition exists. */
export function schemaOf(definition: string): Schema {
  const before = schemas.get(definition);
  if (before !== undefined) return before;
  const field = definitions.get(definition);
  assert(field !== undefined, `no OpenAPI definition is named ${definition}`);
  const schema = new LazySchema(definition, { field, target: field });
  schemas.set(definition, schema);
  return schema;
}

/** `field`: schema in place; `target`: schema it refers to, or `field` itself without a reference. */
interface Place {
  readonly field: Definition;
  readonly target: Definition;
  readonly omitsZero?: boolean;
}

/** Resolves references on first use: definitions such as JSON schemas are recursive. */
class LazySchema implements Schema {
  readonly name: string;
  readonly goPackage: string | undefined;
  readonly type: Schema['type'];
  readonly format?: Schema['format'];
  readonly patchStrategy?: Schema['patchStrategy'];
  readonly patchMergeKey?: string;
  readonly listType?: Schema['listType'];
  readonly listMapKeys?: readonly string[];
  readonly mapType?: Schema['mapType'];
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly omitsZero: boolean;
  readonly alternatives: SchemaAlternatives | undefined;
  readonly #definition: string;
  readonly #target: Definition;
  #properties: ReadonlyMap<string, Schema> | undefined;

  constructor(definition: string, { field, target, omitsZero = false }: Place) {
    this.#definition = definition;
    this.#target = target;
    this.omitsZero = omitsZero;
    this.name = definition.slice(definition.lastIndexOf('.') + 1);
    this.goPackage = definition.split('.').at(-2);
    this.format = FORMATS_BY_NAME[definition] ?? (target.format as Schema['format']);
    this.type = typeOf(target, this.format);
    this.required = target.required;
    this.default = field.default;
    this.patchStrategy = field['x-kubernetes-patch-strategy']?.split(',') as Schema['patchStrategy'];
    this.patchMergeKey = field['x-kubernetes-patch-merge-key'];
    this.listType = field['x-kubernetes-list-type'];
    this.listMapKeys = field['x-kubernetes-list-map-keys'];
    this.mapType = field['x-kubernetes-map-type'] ?? target['x-kubernetes-map-type'];
    this.alternatives = alternativesOf(definition);
  }

  get properties(): ReadonlyMap<string, Schema> | undefined {
    const declaredProperties = this.#target.properties;
    if (declaredProperties === undefined) return undefined;
    this.#properties ??= new Map(
      Object.entries(declaredProperties).map(([name, field]) => [
        name,
        fieldSchema(field, omitsZero(this.#definition, this.#target, name)),
      ]),
    );
    return this.#properties;
  }

  get items(): Schema | undefined {
    return this.#target.items === undefined ? undefined : fieldSchema(this.#target.items);
  }

  get additionalProperties(): Schema | undefined {
    return this.#target.additionalProperties === undefined ? undefined : fieldSchema(this.#target.additionalProperties);
  }
}

const fields = new WeakMap<Definition, Schema>();

function fieldSchema(field: Definition, omitsZero = false): Schema {
  const before = fields.get(field);
  if (before !== undefined) return before;
  const reference = referenceOf(field);
  const target = reference === undefined ? field : definitions.get(reference);
  assert(target !== undefined, `no OpenAPI definition is named ${reference}`);
  const schema = new LazySchema(reference ?? '', { field, target, omitsZero });
  fields.set(field, schema);
  return schema;
}

function typeOf(target: Definition, format: Schema['format']): Schema['type'] {
  if (format === 'quantity' || format === 'int-or-string') return 'string';
  if (target.type === undefined) return 'any';
  if (target.type !== 'object') return target.type as Schema['type'];
  return target.properties === undefined && target.additionalProperties === undefined ? 'any' : 'object';
}
