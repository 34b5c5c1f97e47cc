import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { itemSchema, type JsonSchema, propertiesOf } from '../json-schema.ts';

/** Paths of a structural schema, and of the nested one that restricts it. */
interface Paths {
  readonly structural: string;
  readonly nested: string;
}

/** Returns errors for fields that only nested schemas declare. Models `validateStructuralCompleteness`. */
export function completenessErrors(schema: JsonSchema, path: string): FieldError[] {
  return ofAlternatives(schema, schema, { structural: path, nested: path });
}

function ofAlternatives(schema: JsonSchema, structural: JsonSchema, paths: Paths): FieldError[] {
  const below = (step: string): Paths => ({ ...paths, nested: `${paths.nested}.${step}` });
  const { not, allOf = [], anyOf = [], oneOf = [] } = schema;
  return [
    ...(not === undefined ? [] : ofNested(not, structural, below('not'))),
    ...allOf.flatMap((one, index) => ofNested(one, structural, below(`allOf[${index}]`))),
    ...anyOf.flatMap((one, index) => ofNested(one, structural, below(`anyOf[${index}]`))),
    ...oneOf.flatMap((one, index) => ofNested(one, structural, below(`oneOf[${index}]`))),
  ];
}

function ofNested(schema: JsonSchema, structural: JsonSchema | undefined, paths: Paths): FieldError[] {
  if (structural === undefined) return [fieldErrors.required(paths.structural, `because it is defined in ${paths.nested}`)];
  const below = (step: string): Paths => ({ structural: `${paths.structural}.${step}`, nested: `${paths.nested}.${step}` });
  const items = itemSchema(schema);
  return [
    ...ofAlternatives(schema, structural, paths),
    ...(items === undefined ? [] : ofNested(items, itemSchema(structural), below('items'))),
    ...propertiesOf(schema).flatMap(([name, field]) => ofNested(field, structural.properties?.[name], below(`properties[${name}]`))),
  ];
}
