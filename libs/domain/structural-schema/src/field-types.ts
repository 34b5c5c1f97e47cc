import type { Schema } from '@klockwork/api-machinery';
import { schemaOf } from '@klockwork/openapi';
import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from './json-schema.ts';
import { OBJECT_META } from './objects/embedded.ts';

const TEXT: Schema = { name: '', type: 'string' };
const ANYTHING: Schema = { name: '', type: 'any' };

/** Returns the types of a resource's fields, for merges. Models the OpenAPI schema of a custom kind in `pkg/controller/openapi/builder`. */
export function fieldTypes(source: JsonSchema): Schema {
  return new FieldTypes({ ...source, type: 'object' }, true);
}

/** Builds nested types on first use. */
class FieldTypes implements Schema {
  readonly name = '';
  readonly type: Schema['type'];
  readonly format?: Schema['format'];
  readonly default?: unknown;
  readonly listType?: Schema['listType'];
  readonly listMapKeys?: readonly string[];
  readonly mapType?: Schema['mapType'];
  readonly #source: JsonSchema;
  readonly #isResource: boolean;
  #properties: ReadonlyMap<string, Schema> | undefined;
  #items: Schema | undefined;
  #values: Schema | undefined;

  constructor(source: JsonSchema, isResource: boolean) {
    this.#source = source;
    this.#isResource = isResource;
    this.type = typeOf(source);
    this.format = formatOf(source);
    this.default = source.default;
    this.listType = source['x-kubernetes-list-type'] as Schema['listType'];
    this.listMapKeys = source['x-kubernetes-list-map-keys'] ?? [];
    this.mapType = source['x-kubernetes-map-type'] as Schema['mapType'];
  }

  /** A map with free keys only has none. */
  get properties(): ReadonlyMap<string, Schema> | undefined {
    const { properties } = this.#source;
    if (this.type !== 'object' || (properties === undefined && !this.#isResource && this.additionalProperties !== undefined))
      return undefined;
    this.#properties ??= new Map([
      ...propertiesOf(this.#source).map(([name, field]) => [name, typesOf(field)] as const),
      ...(this.#isResource ? resourceFields() : []),
    ]);
    return this.#properties;
  }

  get items(): Schema | undefined {
    const items = itemSchema(this.#source);
    this.#items ??= items && typesOf(items);
    return this.#items;
  }

  get additionalProperties(): Schema | undefined {
    const values = valueSchema(this.#source);
    const takesAny = this.#source.additionalProperties === true || this.#source['x-kubernetes-preserve-unknown-fields'] === true;
    this.#values ??= (values && typesOf(values)) ?? (takesAny ? ANYTHING : undefined);
    return this.#values;
  }
}

function typesOf(source: JsonSchema): Schema {
  return new FieldTypes(source, source['x-kubernetes-embedded-resource'] === true);
}

function resourceFields(): (readonly [string, Schema])[] {
  return [
    ['apiVersion', TEXT],
    ['kind', TEXT],
    ['metadata', schemaOf(OBJECT_META)],
  ];
}

function typeOf({ type, ...source }: JsonSchema): Schema['type'] {
  if (source['x-kubernetes-int-or-string']) return 'string';
  return (type || 'any') as Schema['type'];
}

/** Other formats than base64 are no plain texts when merged. */
function formatOf({ type, format, ...source }: JsonSchema): Schema['format'] {
  if (source['x-kubernetes-int-or-string']) return 'int-or-string';
  if (type !== 'string' || !format) return undefined;
  return format === 'byte' || format === 'date-time' ? format : 'int-or-string';
}
