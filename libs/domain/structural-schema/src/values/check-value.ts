import { fieldErrors } from '@klockwork/api-machinery';
import { canonicalJson, equalJson, isMap, type JsonMap, sortedFields } from '../json-value.ts';
import { dottedPlace, fieldPlace, itemPlace, type Place } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';
import { checkAlternatives } from './alternatives.ts';
import type { Check } from './check.ts';
import type { Correlation } from './correlation.ts';
import { isInteger } from './go-number.ts';
import { invalid, type Problem, wrongType } from './problem.ts';
import { checkFormat, checkNumber, checksFormat, checkText } from './scalars.ts';
import { checkType } from './value-types.ts';

/**
 * Reports problems of a value. Returns how many checks it passed, by which upstream selects the best of several failed alternatives. Models
 * `SchemaValidator.Validate` of `k8s.io/kube-openapi/pkg/validation/validate`.
 */
export function checkValue(value: unknown, node: SchemaNode, check: Check): number {
  const { place, problems, correlation } = check;
  if (value === null || value === undefined) return checkNull(node, place, problems);
  let passed = 2;
  if (node.types.length > 0 || node.format !== '') passed += checkType(value, node, place, problems) ? 2 : 1;
  passed += checkAlternatives(value, node, check, checkValue) + 1;
  if (typeof value === 'string') {
    checkText(value, node, place, problems);
    passed += 1;
    if (checksFormat(node)) {
      checkFormat(value, node, place, problems);
      passed += 1;
    }
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    checkNumber(value, node, place, problems);
    passed += 2;
  } else if (Array.isArray(value)) passed += checkList(value, node, { place, problems, correlation }) + 2;
  checkEnum(value, node, place, problems);
  if (isMap(value)) passed += checkMap(value, node, { place, problems, correlation }) + 1;
  return passed;
}

/** Checks a value unless it did not change: old problems are accepted. Models `ratchetingValueValidator`. */
export function checkRatcheted(value: unknown, node: SchemaNode, check: Check): number {
  return check.correlation?.isEqual ? 0 : checkValue(value, node, check);
}

function checkNull(node: SchemaNode, place: Place, problems: Problem[]): number {
  const isWrong = node.types.length > 0 && !node.types.includes('null') && !node.nullable;
  if (isWrong) problems.push(wrongType(place, node.types.join(','), 'null'));
  checkEnum(null, node, place, problems);
  return isWrong ? 0 : 1;
}

/** Models `basicCommonValidator`: null is never among the values. */
function checkEnum(value: unknown, { source }: SchemaNode, place: Place, problems: Problem[]): void {
  const { enum: values = [] } = source;
  if (values.length === 0 || values.some((one) => one !== null && equalsConverted(value, one))) return;
  const supportedTexts = values.map((one) => (typeof one === 'string' ? one : (JSON.stringify(one) ?? 'null')));
  problems.push({
    place,
    text: (name) => `${name} in body should be one of [${supportedTexts.join(' ')}]`,
    error: (field) => fieldErrors.notSupported(field, sortedFields(value), supportedTexts),
  });
}

/** Go converts a value to the type of the listed one: a float loses its fraction, an integer is a character. */
function equalsConverted(value: unknown, listed: unknown): boolean {
  if (typeof value !== 'number') return equalJson(value, listed);
  if (typeof listed === 'number') return value === listed || (isInteger(listed) && Math.trunc(value) === listed);
  return typeof listed === 'string' && isInteger(value) && value >= 0 && value <= 0x10ffff && String.fromCodePoint(value) === listed;
}

/** Models `schemaSliceValidator`. */
function checkList(list: readonly unknown[], node: SchemaNode, { place, problems, correlation }: Check): number {
  const { items } = node;
  const { minItems, maxItems } = node.source;
  let passed = 0;
  if (items !== undefined)
    for (const [index, item] of list.entries())
      passed += checkRatcheted(item, items, { place: itemPlace(place, index), problems, correlation: correlation?.item(index) });
  if (minItems !== undefined && list.length < minItems)
    problems.push(invalid(place, list.length, (name) => `${name} in body should have at least ${minItems} items`));
  if (node.source.uniqueItems && new Set(list.map(canonicalJson)).size < list.length)
    problems.push(invalid(place, '', (name) => `${name} in body shouldn't contain duplicates`));
  if (maxItems !== undefined && list.length > maxItems) problems.push(tooMany(place, list.length, maxItems, 'items'));
  return passed;
}

/** Models `objectValidator`. */
function checkMap(map: JsonMap, node: SchemaNode, check: Check): number {
  const { place, problems } = check;
  const { minProperties, maxProperties } = node.source;
  const size = Object.keys(map).length;
  if (minProperties !== undefined && size < minProperties)
    problems.push(invalid(place, size, (name) => `${name} in body should have at least ${minProperties} properties`));
  if (maxProperties !== undefined && size > maxProperties) problems.push(tooMany(place, size, maxProperties, 'properties'));
  const passed = checkOthers(map, node, check) + checkDeclared(map, node, check);
  for (const name of node.required) if (!Object.hasOwn(map, name)) problems.push(required(dottedPlace(place, name)));
  return passed;
}

/** Checks undeclared fields. */
function checkOthers(map: JsonMap, node: SchemaNode, { place, problems, correlation }: Check): number {
  const { values, allowsOthers, properties } = node;
  if (values === undefined && allowsOthers !== false) return 0;
  let passed = 0;
  for (const name of Object.keys(map)) {
    if (properties?.has(name)) continue;
    if (values === undefined) problems.push(forbidden(place, name));
    else
      passed += checkRatcheted(map[name], values, {
        place: dottedPlace(place, name),
        problems,
        correlation: fieldOf(correlation, place, name),
      });
  }
  return passed;
}

function checkDeclared(map: JsonMap, { properties }: SchemaNode, { place, problems, correlation }: Check): number {
  let passed = 0;
  for (const [name, field] of properties ?? []) {
    if (!Object.hasOwn(map, name) || isKept(correlation, place, name)) continue;
    passed += checkRatcheted(map[name], field, {
      place: fieldPlace(place, name),
      problems,
      correlation: fieldOf(correlation, place, name),
    });
  }
  return passed;
}

function isKept(correlation: Correlation | undefined, place: Place, name: string): boolean {
  return correlation !== undefined && !isAlwaysChecked(place, name) && correlation.keepsScalar(name);
}

/** True for kind and version of the object. */
function isAlwaysChecked(place: Place, name: string): boolean {
  return place === undefined && (name === 'kind' || name === 'apiVersion');
}

function fieldOf(correlation: Correlation | undefined, place: Place, name: string): Correlation | undefined {
  return isAlwaysChecked(place, name) ? undefined : correlation?.field(name);
}

function required(place: Place): Problem {
  return { place, text: (name) => `${name} in body is required`, error: (field) => fieldErrors.required(field) };
}

function forbidden(place: Place, key: string): Problem {
  return invalid(place, key, (name) => `${name}.${key} in body is a forbidden property`);
}

function tooMany(place: Place, actual: number, max: number, things: string): Problem {
  return {
    place,
    text: (name) => `${name} in body should have at most ${max} ${things}`,
    error: (field) => fieldErrors.tooMany(field, actual, max),
  };
}
