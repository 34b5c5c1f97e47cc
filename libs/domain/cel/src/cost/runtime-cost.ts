import { FORMAT_TYPE } from '../library/library-types.ts';
import { isLibraryValue, type ListValue, type Value } from '../values/value.ts';
import { actualSize, REGEX_FACTOR, scaled, TRAVERSAL, traversalCost } from './sizes.ts';

type CostFunction = (args: readonly Value[], result: Value) => number;
/** Cost of a call, fixed or computed from its arguments. */
export type CallCost = number | CostFunction;

/** Cost of an authorization check: as much as 350,000 steps. */
export const AUTHORIZATION_COST = 350_000;

const ofArgument =
  (index: number, factor: number): CostFunction =>
  (args) =>
    scaled(size(args, index), factor);

function size(args: readonly Value[], index: number): number {
  return actualSize(args[index] as Value);
}

const regex: CostFunction = (args) => scaled(1 + size(args, 0), TRAVERSAL) * scaled(size(args, 1), REGEX_FACTOR);
const smaller: CostFunction = (args) => scaled(Math.min(size(args, 0), size(args, 1)), TRAVERSAL);
const sum: CostFunction = (args) => scaled(size(args, 0) + size(args, 1), TRAVERSAL);
const containment: CostFunction = (args) => scaled(size(args, 0), TRAVERSAL) * scaled(size(args, 1), TRAVERSAL);
const traversal: CostFunction = (args) => traversalCost(args[0] as Value);

/** Costs 1 for values of libraries, which compare at once. */
const equality: CostFunction = (args, result) => (isLibraryValue(args[0] as Value) ? 1 : smaller(args, result));

/** Costs of selectors: a list, the parsing, and a requirement of 50 for every second character. */
function selectorCost(length: number): number {
  return 10 + scaled(length, TRAVERSAL) + scaled(scaled(length, 0.5), 50);
}

/** List that a function makes. */
function allocation(length: number, factor = 1): number {
  return Math.trunc(length * factor) + 11;
}

const selfComparison =
  (index: number): CostFunction =>
  (args) => {
    const list = args[index] as ListValue;
    const isText = list.size > 0 && (typeof list.at(0) === 'string' || list.at(0) instanceof Uint8Array);
    return allocation(list.size * list.size, isText ? 2 + TRAVERSAL : 2);
  };

const validation: CostFunction = (args, result) => {
  const format = args[0] as Value & { readonly regexSize?: number };
  if (!isLibraryValue(format) || format.libraryType !== FORMAT_TYPE) return smaller(args, result);
  return scaled(1 + size(args, 1), TRAVERSAL) * scaled(format.regexSize ?? 0, REGEX_FACTOR);
};

/** Costs by overload: cel-go's libraries, before Kubernetes' own. */
const BY_OVERLOAD_FIRST = new Map<string, CallCost>([
  ['list_slice', (_, result) => allocation(actualSize(result))],
  ['lists_range', (_, result) => allocation(actualSize(result))],
  ['list_reverse', (_, result) => allocation(actualSize(result))],
  ['list_flatten', (args) => allocation(size(args, 0))],
  ['list_flatten_int', (args) => allocation(size(args, 0), Number(args[1]))],
  ['list_distinct', selfComparison(0)],
  ['list_sets_contains_list', (args) => 1 + size(args, 0) * size(args, 1)],
  ['list_sets_intersects_list', (args) => 1 + size(args, 0) * size(args, 1)],
  ['list_sets_equivalent_list', (args) => 1 + size(args, 0) * size(args, 1) * 2],
]);

const same = (names: readonly string[], cost: CallCost): [string, CallCost][] => names.map((name) => [name, cost]);

/** Costs by function. Models `k8s.io/apiserver/pkg/cel/library/cost.go`. */
const BY_FUNCTION = new Map<string, CallCost>([
  ['check', AUTHORIZATION_COST],
  ...same(['serviceAccount', 'path', 'group', 'resource', 'subresource', 'namespace', 'name'], 1),
  ...same(['allowed', 'reason', 'error', 'errored', 'format.named', 'major', 'minor', 'patch'], 1),
  ...same(['fieldSelector', 'labelSelector'], (args) => selectorCost(size(args, 1))),
  ...same(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf'], traversal),
  ...same(['url', 'lowerAscii', 'upperAscii', 'substring', 'trim', 'jsonpatch.escapeKey'], ofArgument(0, TRAVERSAL)),
  ...same(['replace', 'split', 'ip.isCanonical'], ofArgument(0, 2 * TRAVERSAL)),
  ['join', (_, result) => scaled(actualSize(result), 2 * TRAVERSAL)],
  ...same(['find', 'findAll'], regex),
  ...same(['cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver', 'ip'], ofArgument(0, TRAVERSAL)),
  ...same(['masked', 'prefixLength', 'family', 'isUnspecified', 'isLoopback', 'isLinkLocalMulticast'], 1),
  ...same(['isLinkLocalUnicast', 'isGlobalUnicast', 'sign', 'asInteger', 'isInteger', 'asApproximateFloat'], 1),
  ...same(['isGreaterThan', 'isLessThan', 'compareTo', 'add', 'sub'], 1),
  ...same(['getScheme', 'getHostname', 'getHost', 'getPort', 'getEscapedPath', 'getQuery'], 1),
  ['validate', validation],
  ['_==_', equality],
]);

const ordered = ['less', 'greater', 'less_equals', 'greater_equals'].flatMap((name) => [`${name}_string`, `${name}_bytes`]);

/** Costs by overload of the standard library. */
const BY_OVERLOAD = new Map<string, CallCost>([
  ...same(['starts_with_string', 'ends_with_string', 'string_to_bytes', 'bytes_to_string'], ofArgument(0, TRAVERSAL)),
  ...same(['strings_quote', 'string_format'], ofArgument(0, TRAVERSAL)),
  ['in_list', (args) => size(args, 1)],
  ...same([...ordered, 'equals', 'not_equals'], smaller),
  ...same(['add_string', 'add_bytes'], sum),
  ['matches_string', regex],
  ['contains_string', containment],
]);

/** Returns the cost of a call. `overloadId` is empty where several overloads match. Models cel-go `interpreter/runtimecost.go`. */
export function runtimeCost(name: string, overloadId: string): CallCost {
  if (overloadId === 'cidr_ip') return 1;
  if (name === 'containsIP' || name === 'containsCIDR') return containmentCost(name, overloadId);
  if (/^list_[a-z_.A-Z]+_sort$/.test(overloadId)) return selfComparison(0);
  if (overloadId.endsWith('_sortByAssociatedKeys')) return selfComparison(1);
  return BY_OVERLOAD_FIRST.get(overloadId) ?? BY_FUNCTION.get(name) ?? BY_OVERLOAD.get(overloadId) ?? 1;
}

/** Networks are compared byte by byte; a text is parsed before. */
function containmentCost(name: string, overloadId: string): CostFunction {
  const parses = overloadId.endsWith('_string');
  return (args) => {
    const network = size(args, 0);
    const comparison = scaled(network + network, TRAVERSAL) + (parses ? scaled(size(args, 1), TRAVERSAL) : 0);
    return name === 'containsIP' ? comparison : comparison + scaled(network, TRAVERSAL) + 1;
  };
}
