import { type Definition, REFERENCE_PREFIX } from '../definition.ts';
import { definitions } from '../definitions.ts';
import { isSchema, type JsonSchema, publishedSchema, schemaV2 } from './published-schema.ts';

/** Version of a custom kind, for publication. */
export interface CustomSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  /** Plural name. */
  readonly resource: string;
  /** `openAPIV3Schema` of the version. */
  readonly schema: JsonSchema;
  /** JSON paths of selectable fields: `.spec.color`. */
  readonly selectable: readonly string[];
}

type Form = 'v2' | 'v3';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const KEEPS_UNKNOWN = 'x-kubernetes-preserve-unknown-fields';

/** Returns the definition name of a custom kind: `com.example.v1.CronTab`. Models `gvkToModelName`. */
export function customDefinitionName({ group, version, kind }: Pick<CustomSchema, 'group' | 'version' | 'kind'>): string {
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

/** Returns the definition name of its list. */
export function customListName({ listKind, ...custom }: CustomSchema): string {
  return customDefinitionName({ ...custom, kind: listKind });
}

/** Returns the definitions of a custom kind and its list in OpenAPI v3. Models `buildKubeNative` and `buildListSchema`. */
export function customDefinitionsV3(custom: CustomSchema): Record<string, Definition> {
  return definitionsOf(custom, 'v3') as Record<string, Definition>;
}

/** Returns the same in OpenAPI v2. */
export function customDefinitionsV2(custom: CustomSchema): Record<string, JsonSchema> {
  return definitionsOf(custom, 'v2');
}

function definitionsOf(custom: CustomSchema, form: Form): Record<string, JsonSchema> {
  return {
    [customDefinitionName(custom)]: { ...objectSchema(custom, form), ...extensions(custom, custom.kind) },
    [customListName(custom)]: { ...listSchema(custom, form), ...extensions(custom, custom.listKind) },
  };
}

function objectSchema({ schema }: CustomSchema, form: Form): JsonSchema {
  // kubectl refuses unknown fields beside any stated ones.
  if (form === 'v2' && schema[KEEPS_UNKNOWN] === true) return { type: 'object' };
  const published = publishedSchema(schema);
  const whole = withEmbedded(form === 'v2' ? schemaV2(published) : published, form);
  return { ...whole, properties: { ...(whole.properties as object), ...objectFields(form) } };
}

function listSchema({ kind, listKind, resource, ...custom }: CustomSchema, form: Form): JsonSchema {
  const item = customDefinitionName({ ...custom, kind });
  return {
    description: `${listKind} is a list of ${kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      ...typeFields(),
      items: { description: `List of ${resource}. More info: ${CONVENTIONS}`, type: 'array', items: { $ref: pathOf(item, form) } },
      metadata: { description: textOf(`${META}.Status`, 'metadata'), ...reference(`${META}.ListMeta`, form) },
    },
  };
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';

function extensions({ group, version, selectable }: CustomSchema, kind: string): JsonSchema {
  const fields = selectable.map((path) => ({ fieldPath: path.replace(/^\./, '') }));
  return {
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
    ...(fields.length > 0 && { 'x-kubernetes-selectable-fields': fields }),
  };
}

/** Adds the fields of an object to embedded resources. Models `addEmbeddedProperties`. */
function withEmbedded(schema: JsonSchema, form: Form): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  const whole = {
    ...schema,
    ...(isSchema(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, withEmbedded(one as JsonSchema, form)])),
    }),
    ...(isSchema(items) && { items: withEmbedded(items, form) }),
    ...(isSchema(additionalProperties) && { additionalProperties: withEmbedded(additionalProperties, form) }),
  } as JsonSchema;
  const isOpen = form === 'v2' && whole[KEEPS_UNKNOWN] === true;
  return !isOpen && whole['x-kubernetes-embedded-resource'] === true ? embedded(whole, form) : whole;
}

function embedded(schema: JsonSchema, form: Form): JsonSchema {
  const { required = [], properties } = schema as { required?: readonly string[]; properties?: object };
  const missing = ['kind', 'apiVersion'].filter((name) => !required.includes(name));
  return { ...schema, properties: { ...properties, ...objectFields(form, EMBEDDED) }, required: [...required, ...missing] };
}

/** Descriptions of an embedded object's type. */
const EMBEDDED = {
  apiVersion: `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
  kind: `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
};

function objectFields(form: Form, texts = typeTexts()): JsonSchema {
  const metadata = { description: textOf('io.k8s.api.core.v1.Pod', 'metadata'), ...reference(`${META}.ObjectMeta`, form) };
  return { ...typeFields(texts), metadata };
}

function typeFields({ apiVersion, kind } = typeTexts()): JsonSchema {
  return { apiVersion: { description: apiVersion, type: 'string' }, kind: { description: kind, type: 'string' } };
}

function typeTexts(): { apiVersion: string | undefined; kind: string | undefined } {
  return { apiVersion: textOf(`${META}.Status`, 'apiVersion'), kind: textOf(`${META}.Status`, 'kind') };
}

/** Returns a field's description in a built-in definition. */
function textOf(definition: string, field: string): string | undefined {
  return definitions.get(definition)?.properties?.[field]?.description;
}

/** Returns a reference that stands beside a description, which OpenAPI v3 permits in `allOf` alone. */
function reference(name: string, form: Form): JsonSchema {
  const $ref = pathOf(name, form);
  return form === 'v2' ? { $ref } : { allOf: [{ $ref }] };
}

function pathOf(name: string, form: Form): string {
  return `${form === 'v2' ? '#/definitions/' : REFERENCE_PREFIX}${name}`;
}
