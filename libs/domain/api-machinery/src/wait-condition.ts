import { goQuote } from './go-text.ts';
import { isNumber } from './json-number.ts';
import { followJsonPath, type JsonPath } from './json-path.ts';
import { isObject } from './own-property.ts';
import { parseJsonPath } from './parse-json-path.ts';

/** Condition of `kubectl wait --for`. */
export type WaitCondition =
  /** A condition of the status; letter case does not matter. */
  | { readonly type: 'condition'; readonly conditionType: string; readonly status: string }
  /** An existing field, or a field with text `value`. */
  | { readonly type: 'jsonpath'; readonly path: JsonPath; readonly value?: string }
  | { readonly type: 'delete' }
  | { readonly type: 'create' };

/** Result of a condition. `problem`: the object can never satisfy it. */
export interface WaitVerdict {
  readonly met: boolean;
  readonly problem?: string;
}

const JSONPATH_FORMAT =
  "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'";
const JSONPATH_VALUE = "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3";

/** Parses the value of `--for=`. Problems have kubectl's messages. Models `conditionFuncFor` of `k8s.io/kubectl/pkg/cmd/wait`. */
export function parseWaitCondition(text: string): WaitCondition | { readonly problem: string } {
  const word = text.toLowerCase();
  if (word === 'delete' || word === 'create') return { type: word };
  if (text.startsWith('condition=')) return parseCondition(text.slice('condition='.length));
  if (text.startsWith('jsonpath=')) return parseFieldCondition(text.slice('jsonpath='.length));
  return { problem: `unrecognized condition: ${goQuote(text)}` };
}

/** Evaluates a condition on an object, or on undefined for a missing one. Models `checkCondition` of both kinds of wait. */
export function judgeWaitCondition(condition: WaitCondition, object: unknown): WaitVerdict {
  if (condition.type === 'create') return { met: object !== undefined };
  if (condition.type === 'delete') return { met: object === undefined };
  if (object === undefined) return { met: false };
  return condition.type === 'condition' ? judgeCondition(condition, object) : judgeField(condition, object);
}

function parseCondition(text: string): WaitCondition {
  const at = text.indexOf('=');
  return at < 0
    ? { type: 'condition', conditionType: text, status: 'true' }
    : { type: 'condition', conditionType: text.slice(0, at), status: text.slice(at + 1) };
}

function parseFieldCondition(text: string): WaitCondition | { readonly problem: string } {
  const parts = splitAtSingleEquals(text);
  const [expression = '', rawValue] = parts;
  if (parts.length > 2) return { problem: JSONPATH_FORMAT };
  if (expression === '') return { problem: 'jsonpath expression cannot be empty' };
  const jsonPath = parseJsonPath(expression);
  if ('problem' in jsonPath) return jsonPath;
  if (rawValue === undefined) return { type: 'jsonpath', path: jsonPath.path };
  const value = rawValue.replace(/^['"]+|['"]+$/g, '');
  return value === '' ? { problem: JSONPATH_VALUE } : { type: 'jsonpath', path: jsonPath.path, value };
}

/** `a==b=c` is `a==b` and `c`. Models `splitJSONPathInput`. */
function splitAtSingleEquals(text: string): string[] {
  return text
    .replaceAll('==', '\0')
    .split('=')
    .map((part) => part.replaceAll('\0', '=='));
}

function judgeCondition({ conditionType: type, status }: WaitCondition & { type: 'condition' }, object: unknown): WaitVerdict {
  const conditions = fieldOf(fieldOf(object, 'status'), 'conditions');
  const condition = (Array.isArray(conditions) ? conditions : []).find(
    (one) => sameFold(fieldOf(one, 'type'), type) && isText(fieldOf(one, 'status')),
  );
  if (condition === undefined) return { met: false };
  const generation = fieldOf(fieldOf(object, 'metadata'), 'generation');
  const observedField = fieldOf(condition, 'observedGeneration') ?? fieldOf(fieldOf(object, 'status'), 'observedGeneration');
  // An older spec's condition is obsolete.
  if (isNumber(generation) && isNumber(observedField) && observedField < generation) return { met: false };
  return { met: sameFold(fieldOf(condition, 'status'), status) };
}

function judgeField({ path, value }: WaitCondition & { type: 'jsonpath' }, object: unknown): WaitVerdict {
  const result = followJsonPath(path, object);
  if ('problem' in result) return { met: false, problem: result.problem };
  const [first, ...more] = result.values;
  if (result.values.length === 0) return { met: false };
  if (more.length > 0) return { met: false, problem: 'given jsonpath expression matches more than one value' };
  if (value === undefined) return { met: true };
  if (typeof first === 'object' && first !== null)
    return { met: false, problem: 'jsonpath leads to a nested object or list which is not supported' };
  return { met: String(first ?? '<nil>').trim() === value.trim() };
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function sameFold(value: unknown, text: string): boolean {
  return isText(value) && value.toLowerCase() === text.toLowerCase();
}
