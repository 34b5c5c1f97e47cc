import type { Kind } from './kinds.ts';

/** Schema of OpenAPI v3, as far as an editor needs it. */
export interface FieldSchema {
  readonly $ref?: string;
  readonly allOf?: readonly FieldSchema[];
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

/** Document of one group version. */
export interface SchemaDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, FieldSchema>> };
}

/** Field for a completion or a tooltip. */
export interface DescribedField {
  readonly name: string;
  /** `string`, `[]Container`, `map[string]string`. */
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
}

const REF = '#/components/schemas/';
const ITEM = '[]';

/** Returns the schema of a kind; undefined if the document has none. */
export function schemaOf({ components }: SchemaDocument, { group, version, kind }: Kind): FieldSchema | undefined {
  return Object.values(components?.schemas ?? {}).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some((each) => each.group === group && each.version === version && each.kind === kind),
  );
}

/** Returns the schema at a path of keys, in which `[]` is an item of a list; undefined outside the schema. */
export function schemaAt(document: SchemaDocument, root: FieldSchema, path: readonly string[]): FieldSchema | undefined {
  let schema: FieldSchema | undefined = resolved(document, root);
  for (const step of path) {
    const next: FieldSchema | undefined = step === ITEM ? schema.items : (schema.properties?.[step] ?? valuesOf(schema));
    if (next === undefined) return undefined;
    schema = resolved(document, next);
  }
  return schema;
}

/** Returns the fields of a schema in their order, the required ones first. */
export function fieldsOf(document: SchemaDocument, schema: FieldSchema): readonly DescribedField[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {})
    .map(([name, field]) => ({ name, ...describedType(document, field), isRequired: required.has(name) }))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

/** Returns the values that a schema allows; none for a free value. */
export function valueTexts({ enum: values, type }: FieldSchema): readonly string[] {
  if (type === 'boolean') return ['true', 'false'];
  return (values ?? []).map(String).filter((text) => text !== '');
}

function describedType(document: SchemaDocument, field: FieldSchema): { readonly type: string; readonly description: string } {
  const { type, items, description = '', ...rest } = resolved(document, field);
  const values = valuesOf(rest);
  const text = field.description ?? description;
  if (items !== undefined) return { type: `[]${typeText(document, items)}`, description: text };
  if (values !== undefined) return { type: `map[string]${typeText(document, values)}`, description: text };
  return { type: typeText(document, field), description: text };
}

function typeText(document: SchemaDocument, field: FieldSchema): string {
  const name = (field.$ref ?? field.allOf?.[0]?.$ref)?.split('.').at(-1);
  return name ?? resolved(document, field).type ?? 'any';
}

function valuesOf({ additionalProperties }: FieldSchema): FieldSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** Follows references. A description beside a reference precedes the one of its target. */
function resolved({ components }: SchemaDocument, schema: FieldSchema): FieldSchema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref === undefined) return schema;
  const { $ref: _, allOf: __, ...own } = schema;
  return { ...components?.schemas?.[ref.slice(REF.length)], ...own };
}
