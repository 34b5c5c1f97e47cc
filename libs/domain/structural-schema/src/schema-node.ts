import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from './json-schema.ts';
import { compilePattern, type RegularExpression } from './regular-expression.ts';
import { isKnownFormat } from './values/formats.ts';

/** Use of a compiled schema: `objects` validates objects; `defaults` validates defaults, with fewer conversions as upstream. */
export type NodeUse = 'objects' | 'defaults';

/** Schema of a value, compiled once. Fields of a schema that do not exist here have no effect on values. */
export class SchemaNode {
  readonly source: JsonSchema;
  /** Accepted JSON types; empty for all. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  /** Format with effect, '' for none. */
  readonly format: string;
  /** `undefined` without a default. Shared: copy before use. */
  default: unknown;
  readonly properties: ReadonlyMap<string, SchemaNode> | undefined;
  readonly items: SchemaNode | undefined;
  /** Schema of undeclared fields. */
  readonly values: SchemaNode | undefined;
  /** Value of `additionalProperties`, with true for a schema; undefined if absent. */
  readonly allowsOthers: boolean | undefined;
  readonly required: readonly string[];
  readonly allOf: readonly SchemaNode[];
  readonly anyOf: readonly SchemaNode[];
  readonly oneOf: readonly SchemaNode[];
  readonly not: SchemaNode | undefined;
  readonly preserves: boolean;
  readonly isEmbedded: boolean;
  readonly listType: string | undefined;
  readonly listMapKeys: readonly string[];
  /** True if this or a nested schema is of an embedded resource; allows to skip values. */
  readonly holdsEmbedded: boolean;
  /** True if this or a nested schema has a default. */
  readonly holdsDefaults: boolean;
  /** True if this or a nested schema is of a set, or of a list with keys. */
  readonly holdsKeys: boolean;
  #pattern: RegularExpression | { readonly problem: string } | undefined;

  constructor(source: JsonSchema, use: NodeUse = 'objects') {
    const nodeOf = (schema: JsonSchema) => new SchemaNode(schema, use);
    const { not, additionalProperties, properties } = source;
    this.source = source;
    this.types = typesOf(source, use);
    this.nullable = source.nullable === true;
    this.format = formatOf(source, use);
    this.properties = properties && new Map(propertiesOf(source).map(([name, schema]) => [name, nodeOf(schema)]));
    const items = itemSchema(source);
    this.items = items && nodeOf(items);
    const values = valueSchema(source);
    this.values = values && nodeOf(values);
    this.allowsOthers = typeof additionalProperties === 'object' ? true : additionalProperties;
    this.required = source.required ?? [];
    this.allOf = (source.allOf ?? []).map(nodeOf);
    this.anyOf = (source.anyOf ?? []).map(nodeOf);
    this.oneOf = (source.oneOf ?? []).map(nodeOf);
    this.not = not && nodeOf(not);
    this.preserves = source['x-kubernetes-preserve-unknown-fields'] === true;
    this.isEmbedded = source['x-kubernetes-embedded-resource'] === true;
    this.listType = source['x-kubernetes-list-type'];
    this.listMapKeys = source['x-kubernetes-list-map-keys'] ?? [];
    this.default = source.default ?? undefined;
    const below = [...(this.properties?.values() ?? []), this.items, this.values];
    this.holdsEmbedded = this.isEmbedded || below.some((node) => node?.holdsEmbedded);
    this.holdsDefaults = this.default !== undefined || below.some((node) => node?.holdsDefaults);
    this.holdsKeys = this.listType === 'set' || this.listType === 'map' || below.some((node) => node?.holdsKeys);
  }

  /** Compiled on first use. */
  get pattern(): RegularExpression | { readonly problem: string } {
    this.#pattern ??= compilePattern(this.source.pattern ?? '');
    return this.#pattern;
  }

  /** Returns the schema of a field, declared or not. */
  field(name: string): SchemaNode | undefined {
    return this.properties?.get(name) ?? this.values;
  }
}

function typesOf(source: JsonSchema, use: NodeUse): readonly string[] {
  if (use === 'objects' && source['x-kubernetes-int-or-string']) return ['integer', 'string'];
  return source.type ? [source.type] : [];
}

/** Drops formats that upstream does not know. Models `StripUnsupportedFormatsPostProcess`. */
function formatOf({ format = '' }: JsonSchema, use: NodeUse): string {
  return use === 'defaults' || isKnownFormat(format) ? format : '';
}
