import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { JsonSchema } from '../json-schema.ts';
import { equalJson, sortedFields } from '../json-value.ts';
import { coerceEmbedded, EmbeddedError, validateEmbedded } from '../objects/embedded.ts';
import { prune } from '../objects/prune.ts';
import type { Place } from '../place.ts';
import { SchemaNode } from '../schema-node.ts';
import { checkValue } from '../values/check-value.ts';
import { fieldErrorsOf, type Problem } from '../values/problem.ts';

const META_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** Resource around a default, and its schema. */
interface Around {
  readonly node: SchemaNode;
  /** Returns the resource that holds only this value. */
  wrap(value: unknown): unknown;
  readonly isInMeta: boolean;
}

/** Options of the validation of defaults. */
export interface DefaultRules {
  /** Refuses defaults with undeclared fields. */
  readonly pruned: boolean;
}

/** Returns errors of defaults, which must fit their own schemas. Models `ValidateDefaults` of `schema/defaulting`. */
export function defaultErrors(schema: JsonSchema, path: string, rules: DefaultRules): FieldError[] {
  const root = new SchemaNode({ ...schema, 'x-kubernetes-embedded-resource': true }, 'defaults');
  return errorsOf(root, path, { node: root, wrap: withTypes, isInMeta: false }, rules);
}

function withTypes(value: unknown): unknown {
  return { kind: 'Validation', apiVersion: 'validation/v1', ...(value as object) };
}

function errorsOf(node: SchemaNode, path: string, above: Around, rules: DefaultRules): FieldError[] {
  const around: Around = node.isEmbedded ? { node, wrap: withTypes, isInMeta: false } : above;
  const errors = node.default === undefined ? [] : ownErrors(node, `${path}.default`, around, rules);
  if (node.items !== undefined)
    errors.push(...errorsOf(node.items, `${path}.items`, { ...around, wrap: (value) => around.wrap([value]) }, rules));
  for (const [name, field] of node.properties ?? []) {
    const isInMeta = around.isInMeta || (node.isEmbedded && META_FIELDS.includes(name));
    const below = { ...around, isInMeta, wrap: (value: unknown) => around.wrap({ [name]: value }) };
    errors.push(...errorsOf(field, `${path}.properties[${name}]`, below, rules));
  }
  return errors;
}

function ownErrors(node: SchemaNode, path: string, around: Around, rules: DefaultRules): FieldError[] {
  const value = copy(node.default);
  return around.isInMeta ? metaErrors(value, node, path, around) : valueErrors(value, node, path, rules);
}

/** Validates a default of metadata inside its resource. */
function metaErrors(value: unknown, node: SchemaNode, path: string, around: Around): FieldError[] {
  const refuse = (detail: string) => [fieldErrors.invalid(path, sortedFields(node.default), `must result in valid metadata: ${detail}`)];
  const resource = around.wrap(value);
  const problem = coercionError(resource, around.node, undefined);
  if (problem !== undefined) return refuse(`${problem.field}: ${problem.message}`);
  const errors = validateEmbedded(resource, around.node);
  const [first] = errors;
  if (first !== undefined) {
    const texts = errors.map(({ field, message }) => `${field}: ${message}`);
    return refuse(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
  }
  return schemaErrors(value, node, path);
}

function valueErrors(value: unknown, node: SchemaNode, path: string, rules: DefaultRules): FieldError[] {
  const pruned = copy(value);
  prune(pruned, node, { isRoot: node.isEmbedded });
  const hasUnknown = rules.pruned && !equalJson(pruned, value);
  const errors = hasUnknown ? [fieldErrors.invalid(path, sortedFields(value), 'must not have unknown fields')] : [];
  const place: Place = { above: undefined, step: path };
  const problem = coercionError(value, node, place);
  if (problem !== undefined) return [...errors, problem];
  const embeddedErrors = validateEmbedded(value, node, place);
  return [...errors, ...(embeddedErrors.length > 0 ? embeddedErrors : schemaErrors(value, node, path))];
}

function coercionError(value: unknown, node: SchemaNode, place: Place): FieldError | undefined {
  try {
    coerceEmbedded(value, node, {}, place);
    return undefined;
  } catch (error) {
    if (error instanceof EmbeddedError) return error.error;
    throw error;
  }
}

function schemaErrors(value: unknown, node: SchemaNode, path: string): FieldError[] {
  const problems: Problem[] = [];
  checkValue(value, node, { place: undefined, problems });
  return fieldErrorsOf(problems, path);
}
