import {
  DecodeError,
  decodeJson,
  dns1035Label,
  type FieldError,
  fieldErrors,
  fitSchema,
  pathSegment,
  validateGenericMeta,
} from '@klockwork/api-machinery';
import { schemaOf } from '@klockwork/openapi';
import { isMap, type JsonMap, sortedFields } from '../json-value.ts';
import { fieldPlace, itemPlace, keyPlace, type Place, placeText } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';

/** Name of the type of metadata in OpenAPI. */
export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Refusal of metadata in an embedded resource, with upstream's message of a field error. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly error: FieldError;

  constructor(error: FieldError) {
    super(`${error.field}: ${error.message}`);
    this.error = error;
  }
}

/** Options of a conversion of embedded resources. */
export interface Coercion {
  /** Receives paths of unknown fields of metadata. */
  readonly unknown?: string[];
  /** Drops invalid kinds, versions and metadata, as in stored objects; otherwise {@link EmbeddedError} is thrown. */
  readonly dropsInvalid?: boolean;
}

/** Converts metadata of embedded resources in place to its type. Models `CoerceWithOptions` of `schema/objectmeta`. */
export function coerceEmbedded(value: unknown, node: SchemaNode | undefined, coercion: Coercion, place: Place = undefined): void {
  if (!node?.holdsEmbedded) return;
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) coerceEmbedded(item, node.items, coercion, itemPlace(place, index));
  if (!isMap(value)) return;
  if (node.isEmbedded) coerceResource(value, coercion, place);
  for (const name of Object.keys(value)) {
    const declaredNode = node.properties?.get(name);
    coerceEmbedded(value[name], declaredNode ?? node.values, coercion, declaredNode ? fieldPlace(place, name) : keyPlace(place, name));
  }
}

function coerceResource(resource: JsonMap, coercion: Coercion, place: Place): void {
  for (const name of ['apiVersion', 'kind']) {
    if (!Object.hasOwn(resource, name) || typeof resource[name] === 'string') continue;
    if (!coercion.dropsInvalid) throw refusal(fieldPlace(place, name), resource[name], 'must be a string');
    delete resource[name];
  }
  if (Object.hasOwn(resource, 'metadata')) coerceMeta(resource, coercion, fieldPlace(place, 'metadata'));
}

function coerceMeta(resource: JsonMap, { unknown, dropsInvalid }: Coercion, place: Place): void {
  try {
    const { value, strictErrors } = decodeJson(JSON.stringify(resource.metadata ?? {}), schemaOf(OBJECT_META), {
      strict: unknown !== undefined,
    });
    const names = strictErrors.flatMap((text) => /^unknown field "(.*)"$/s.exec(text)?.[1] ?? []);
    unknown?.push(...names.map((name) => `${placeText(place)}.${name}`));
    resource.metadata = value;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (!dropsInvalid) throw refusal(place, resource.metadata, error.message);
    if (isMap(resource.metadata)) resource.metadata = validFields(resource.metadata);
  }
}

function validFields(metadata: JsonMap): JsonMap {
  const valid: JsonMap = {};
  for (const name of Object.keys(metadata)) {
    const fittedMap = fittedField(name, metadata[name]);
    if (fittedMap !== undefined) Object.assign(valid, fittedMap);
  }
  return valid;
}

function fittedField(name: string, value: unknown): JsonMap | undefined {
  try {
    return fitSchema({ [name]: value }, schemaOf(OBJECT_META)) as JsonMap;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function refusal(place: Place, value: unknown, detail: string): EmbeddedError {
  return new EmbeddedError(fieldErrors.invalid(placeText(place), sortedFields(value), detail));
}

/** Returns errors of kinds, versions and metadata of embedded resources. Models `Validate` of `schema/objectmeta`. */
export function validateEmbedded(value: unknown, node: SchemaNode | undefined, place: Place = undefined): FieldError[] {
  const errors: FieldError[] = [];
  check(value, node, place, errors);
  return errors;
}

function check(value: unknown, node: SchemaNode | undefined, place: Place, errors: FieldError[]): void {
  if (!node?.holdsEmbedded) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) check(item, node.items, itemPlace(place, index), errors);
  if (!isMap(value)) return;
  if (node.isEmbedded) errors.push(...resourceErrors(value, place));
  for (const name of Object.keys(value)) {
    const declaredNode = node.properties?.get(name);
    check(value[name], declaredNode ?? node.values, declaredNode ? fieldPlace(place, name) : keyPlace(place, name), errors);
  }
}

/** Returns errors of one resource, beside its own fields. Models `validateEmbeddedResource`. */
function resourceErrors(resource: JsonMap, place: Place): FieldError[] {
  const pathOf = (name: string) => placeText(fieldPlace(place, name));
  return [
    ...nameErrors(resource, 'apiVersion', pathOf('apiVersion'), versionProblem),
    ...nameErrors(resource, 'kind', pathOf('kind'), kindProblem),
    ...(Object.hasOwn(resource, 'metadata') ? metaErrors(resource.metadata, pathOf('metadata')) : []),
  ];
}

function nameErrors(resource: JsonMap, name: string, path: string, problemOf: (text: string) => string): FieldError[] {
  if (!Object.hasOwn(resource, name)) return [fieldErrors.required(path)];
  const value = resource[name];
  if (typeof value !== 'string') return [fieldErrors.invalid(path, sortedFields(value), 'must be a string')];
  const problem = value === '' ? 'must not be empty' : problemOf(value);
  return problem === '' ? [] : [fieldErrors.invalid(path, value, problem)];
}

function versionProblem(text: string): string {
  return text.split('/').length > 2 ? `unexpected GroupVersion string: ${text}` : '';
}

function kindProblem(text: string): string {
  const problems = dns1035Label(text.toLowerCase());
  return problems.length === 0 ? '' : `may have mixed case, but should otherwise match: ${problems.join(',')}`;
}

function metaErrors(metadata: unknown, path: string): FieldError[] {
  try {
    const meta = fitSchema(metadata ?? {}, schemaOf(OBJECT_META)) as { name?: string; namespace?: string };
    const namedMeta = { ...meta, name: meta.name || 'fakename' };
    return validateGenericMeta(namedMeta, { namespaced: Boolean(meta.namespace), nameFn: pathSegment, path });
  } catch (error) {
    if (error instanceof DecodeError) return [fieldErrors.invalid(path, sortedFields(metadata), error.message)];
    throw error;
  }
}
