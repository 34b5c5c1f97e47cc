import { CIDR_TYPE, FORMAT_TYPE, IP_TYPE, URL_TYPE } from '../library/library-types.ts';
import { sameType } from '../types/type.ts';
import { add, type Estimate, fixed, multiply, type Operand, type SizeOf, scale, UNBOUNDED, UNKNOWN, union } from './estimate.ts';
import { AUTHORIZATION_COST } from './runtime-cost.ts';
import { REGEX_FACTOR, TRAVERSAL } from './sizes.ts';

/** Estimate of a call without its operands. */
export interface CallEstimate {
  readonly cost: Estimate;
  readonly size?: Estimate | undefined;
}

/** Call whose cost is estimated. */
export interface EstimatedCall {
  readonly overload: string;
  readonly target: Operand | undefined;
  readonly args: readonly Operand[];
  readonly sizeOf: SizeOf;
}

type Estimator = (call: EstimatedCall) => CallEstimate | undefined;

function sizeOf(operand: Operand | undefined, call: EstimatedCall): Estimate {
  return operand?.size ?? call.sizeOf(operand?.path ?? []) ?? UNKNOWN;
}

/** Returns the items of a list as an operand. */
function itemsOf(list: Operand): Operand | undefined {
  const type = list.type.params[0];
  if (type === undefined) return undefined;
  return { type, path: list.path.length === 0 ? [] : [...list.path, '@items'], size: undefined, literal: undefined };
}

const constant: Estimator = () => ({ cost: fixed(1) });

const selector: Estimator = (call) => {
  const length = sizeOf(call.args[0], call);
  return { cost: add(fixed(10), scale(length, TRAVERSAL), scale(scale(length, 0.5), 50)) };
};

const listTraversal: Estimator = (call) => {
  const { target } = call;
  if (target === undefined) return undefined;
  const items = itemsOf(target);
  if (items === undefined) return { cost: scale(sizeOf(target, call), TRAVERSAL) };
  const isText = items.type.kind === 'string' || items.type.kind === 'bytes';
  const each = isText ? add(fixed(1), scale(sizeOf(items, call), TRAVERSAL)) : fixed(1);
  return { cost: multiply(sizeOf(target, call), each) };
};

const sameSize =
  (read: (call: EstimatedCall) => Operand | undefined): Estimator =>
  (call) => {
    const size = sizeOf(read(call), call);
    return { cost: scale(size, TRAVERSAL), size };
  };

const argument =
  (factor: number): Estimator =>
  (call) => ({ cost: scale(sizeOf(call.args[0], call), factor) });

const replace: Estimator = (call) => {
  const size = sizeOf(call.target, call);
  const from = sizeOf(call.args[0], call);
  const to = sizeOf(call.args[1], call);
  const most = replacement(size.max, from.min, to.max <= from.min);
  const least = replacement(size.min, from.max, from.max <= to.min);
  const count = { min: least.count, max: most.count };
  const kept = { min: least.kept, max: most.kept };
  return { cost: scale(size, 2 * TRAVERSAL), size: add(multiply(count, to), kept) };
};

/** Bounds how often a text is replaced, and how much of it stays. */
function replacement(size: number, from: number, shrinks: boolean): { readonly count: number; readonly kept: number } {
  if (from === 0) return { count: size < UNBOUNDED ? size + 1 : size, kept: size };
  return shrinks ? { count: 0, kept: size } : { count: Math.ceil(size / from), kept: 0 };
}

const split: Estimator = (call) => {
  const size = sizeOf(call.target, call);
  const limit = call.args[1]?.literal;
  const max = limit === undefined ? size.max : limit < 0n ? UNBOUNDED : Number(limit);
  return { cost: scale(size, 2 * TRAVERSAL), size: { min: 0, max } };
};

const join: Estimator = (call) => {
  const { target } = call;
  if (target === undefined) return undefined;
  const count = sizeOf(target, call);
  const items = itemsOf(target);
  let size = items === undefined ? fixed(0) : multiply(count, sizeOf(items, call));
  if (call.args.length > 0) {
    const separators = { min: Math.max(count.min - 1, 0), max: Math.max(count.max - 1, 0) };
    size = add(size, multiply(sizeOf(call.args[0], call), separators));
  }
  return { cost: scale(size, TRAVERSAL), size };
};

const regex: Estimator = (call) => {
  const size = sizeOf(call.target, call);
  const cost = multiply(scale(add(size, fixed(1)), TRAVERSAL), scale(sizeOf(call.args[0], call), REGEX_FACTOR));
  return { cost, size: { min: 0, max: size.max } };
};

const ADDRESS: Estimate = { min: 4, max: 16 };

const containment =
  (more: Estimate): Estimator =>
  (call) => {
    const parsing = call.overload.endsWith('_string') ? scale(sizeOf(call.args[0], call), TRAVERSAL) : fixed(0);
    return { cost: add(scale(add(ADDRESS, ADDRESS), TRAVERSAL), more, parsing) };
  };

/** Size of the largest pattern of a name format. */
const FORMAT_REGEX_MAX = 128;
const FORMAT_NAME_MAX = 64;

const validate: Estimator = (call) => ({
  cost: scale(scale(sizeOf(call.args[0], call), TRAVERSAL), FORMAT_REGEX_MAX * REGEX_FACTOR),
});

const equality: Estimator = ({ args: [left, right] }) => {
  if (left === undefined || right === undefined || !sameType(left.type, right.type)) return undefined;
  const { name } = left.type;
  if (name === IP_TYPE.name || name === CIDR_TYPE.name || ONE_STEP.has(name)) return { cost: fixed(1) };
  if (name === FORMAT_TYPE.name) return { cost: scale({ min: 1, max: FORMAT_NAME_MAX }, TRAVERSAL) };
  if (name !== URL_TYPE.name) return undefined;
  const size = right.size === undefined ? fixed(1) : union(right.size, right.size);
  return { cost: scale({ min: 1, max: size.max }, TRAVERSAL) };
};

const ONE_STEP: ReadonlySet<string> = new Set([
  'kubernetes.Quantity',
  'kubernetes.Semver',
  ...['Authorizer', 'PathCheck', 'GroupCheck', 'ResourceCheck', 'Decision'].map((name) => `kubernetes.authorization.${name}`),
]);

/** List that a function makes. */
function allocation(length: Estimate, factor = 1): CallEstimate {
  return { cost: add(scale(length, factor), fixed(11)), size: length };
}

const own: Estimator = (call) => allocation(sizeOf(call.target, call));

const selfComparison =
  (factor: number, read: (call: EstimatedCall) => Operand | undefined): Estimator =>
  (call) => {
    const size = sizeOf(read(call), call);
    return allocation(multiply(size, size), factor);
  };

function literalOr({ literal }: Operand, fallback: number): number {
  return literal === undefined ? fallback : Math.max(Number(literal), 0);
}

const slice: Estimator = (call) => {
  const [start, end] = call.args as [Operand, Operand];
  const length = literalOr(end, sizeOf(call.target, call).max) - literalOr(start, 0);
  return allocation(fixed(length < 0 ? UNBOUNDED : length));
};

const sets =
  (factor: number): Estimator =>
  (call) => ({ cost: add(scale(multiply(sizeOf(call.args[0], call), sizeOf(call.args[1], call)), factor), fixed(1)) });

const target = (call: EstimatedCall): Operand | undefined => call.target;
const first = (call: EstimatedCall): Operand | undefined => call.args[0];
const named = (names: readonly string[], estimator: Estimator): [string, Estimator][] => names.map((name) => [name, estimator]);

/** Estimates by overload: cel-go's libraries. */
const BY_OVERLOAD = new Map<string, Estimator>([
  ['list_slice', slice],
  ['list_flatten', own],
  ['list_flatten_int', (call) => allocation(sizeOf(call.target, call), literalOr(call.args[0] as Operand, UNBOUNDED))],
  ['lists_range', (call) => allocation(fixed(literalOr(call.args[0] as Operand, UNBOUNDED)))],
  ['list_reverse', own],
  ['list_distinct', selfComparison(2, target)],
  ['list_sets_contains_list', sets(1)],
  ['list_sets_intersects_list', sets(1)],
  ['list_sets_equivalent_list', sets(2)],
]);

/** Estimates by function. Models `k8s.io/apiserver/pkg/cel/library/cost.go`. */
const BY_FUNCTION = new Map<string, Estimator>([
  ['check', () => ({ cost: fixed(AUTHORIZATION_COST) })],
  ...named(
    ['serviceAccount', 'path', 'group', 'resource', 'subresource', 'namespace', 'name', 'allowed', 'reason', 'error', 'errored'],
    constant,
  ),
  ...named(['fieldSelector', 'labelSelector'], selector),
  ...named(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf'], listTraversal),
  ...named(['url', 'jsonpatch.escapeKey'], sameSize(first)),
  ...named(['lowerAscii', 'upperAscii', 'substring', 'trim'], sameSize(target)),
  ['replace', replace],
  ['split', split],
  ['join', join],
  ...named(['find', 'findAll'], regex),
  ...named(['cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver'], argument(TRAVERSAL)),
  ['ip', (call) => (call.overload === 'cidr_ip' ? { cost: fixed(1) } : argument(TRAVERSAL)(call))],
  ['ip.isCanonical', argument(2 * TRAVERSAL)],
  ...named(
    ['masked', 'prefixLength', 'family', 'isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast', 'isGlobalUnicast'],
    constant,
  ),
  ['containsIP', containment(fixed(0))],
  ['containsCIDR', containment(add(scale(ADDRESS, TRAVERSAL), fixed(1)))],
  ['validate', validate],
  ...named(['format.named', 'sign', 'asInteger', 'isInteger', 'asApproximateFloat', 'isGreaterThan', 'isLessThan', 'compareTo'], constant),
  ...named(['add', 'sub', 'major', 'minor', 'patch'], constant),
  ...named(['getScheme', 'getHostname', 'getHost', 'getPort', 'getEscapedPath', 'getQuery'], constant),
  ['_==_', equality],
]);

/** Returns the estimate of a library's call; undefined for calls of the standard library. */
export function libraryEstimate(name: string, call: EstimatedCall): CallEstimate | undefined {
  const sortedMatch = /^list_([a-zA-Z.]+)_(sort|sortByAssociatedKeys)$/.exec(call.overload);
  if (sortedMatch !== null) {
    const isText = sortedMatch[1] === 'string' || sortedMatch[1] === 'bytes';
    return selfComparison(isText ? 2 + TRAVERSAL : 2, sortedMatch[2] === 'sort' ? target : first)(call);
  }
  return BY_OVERLOAD.get(call.overload)?.(call) ?? BY_FUNCTION.get(name)?.(call);
}
