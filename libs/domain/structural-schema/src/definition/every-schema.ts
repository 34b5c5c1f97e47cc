import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from '../json-schema.ts';

/** Returns a schema and all below it. Models `SchemaHas`. */
export function everySchema(schema: JsonSchema): JsonSchema[] {
  const schemas: JsonSchema[] = [];
  const waiting = [schema];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    schemas.push(one);
    waiting.push(...childrenOf(one));
  }
  return schemas;
}

function childrenOf(schema: JsonSchema): JsonSchema[] {
  const { allOf = [], anyOf = [], oneOf = [], not, items } = schema;
  const maps = [schema.properties, schema.patternProperties, schema.definitions];
  const single = [not, itemSchema(schema), valueSchema(schema)].filter((one) => one !== undefined);
  const listedSchemas = Array.isArray(items) ? (items as readonly JsonSchema[]) : [];
  return [
    ...allOf,
    ...anyOf,
    ...oneOf,
    ...single,
    ...listedSchemas,
    ...maps.flatMap((map) => propertiesOf({ properties: map ?? {} }).map(([, one]) => one)),
  ];
}
