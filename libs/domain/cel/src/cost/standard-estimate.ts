import type { CallEstimate, EstimatedCall } from './call-estimate.ts';
import { add, type Estimate, fixed, multiply, type Operand, scale, UNKNOWN, union } from './estimate.ts';
import { REGEX_FACTOR, TRAVERSAL } from './sizes.ts';

/** Call with the costs of its arguments. */
interface StandardCall extends EstimatedCall {
  readonly costs: readonly Estimate[];
}

/** Size of a literal, a schema or a computation; unlike the libraries' estimates it asks the schema no second time. */
function sizeOf(operand: Operand | undefined): Estimate {
  return operand?.size ?? UNKNOWN;
}

const ORDERED = /^(?:(?:less|greater)(?:_equals)?_(?:string|bytes)|equals|not_equals)$/;

/** Estimates a call of the standard library, with its arguments. */
export function standardEstimate(call: StandardCall): CallEstimate {
  const { overload, costs } = call;
  if (overload === 'logical_or' || overload === 'logical_and') return { cost: logicCost(costs) };
  if (overload === 'conditional') return choice(call);
  const { cost, size } = ownEstimate(call);
  return { cost: add(cost, ...costs), size };
}

function logicCost([left = fixed(0), right = fixed(0)]: readonly Estimate[]): Estimate {
  return { min: left.min, max: add(left, right).max };
}

function choice({ args, costs: [condition = fixed(0), truthy = fixed(0), falsy = fixed(0)] }: StandardCall): CallEstimate {
  return { cost: add(condition, union(truthy, falsy)), size: union(sizeOf(args[1]), sizeOf(args[2])) };
}

function ownEstimate(call: StandardCall): CallEstimate {
  const { overload, target, args } = call;
  const first = sizeOf(args[0]);
  if (ORDERED.test(overload)) return { cost: comparisonCost(first, sizeOf(args[1])) };
  switch (overload) {
    case 'string_format':
      return { cost: scale(sizeOf(target), TRAVERSAL) };
    case 'string_to_bytes':
      return { cost: scale(first, TRAVERSAL), size: { min: first.min, max: first.max * 4 } };
    case 'bytes_to_string':
      return { cost: scale(first, TRAVERSAL), size: { min: Math.floor(first.min / 4), max: first.max } };
    case 'strings_quote':
      return { cost: scale(first, TRAVERSAL), size: { min: first.min + 2, max: first.max * 2 + 2 } };
    case 'starts_with_string':
    case 'ends_with_string':
      return { cost: scale(first, TRAVERSAL) };
    case 'in_list':
      return { cost: sizeOf(args[1]) };
    case 'matches_string':
      return matchEstimate(call);
    case 'contains_string':
      return containmentEstimate(call);
    case 'add_string':
    case 'add_bytes':
    case 'add_list':
      return sumEstimate(overload, add(first, sizeOf(args[1])));
    default:
      return { cost: fixed(1) };
  }
}

function comparisonCost(left: Estimate, right: Estimate): Estimate {
  const max = Math.min(left.max, right.max);
  return scale({ min: max > 0 ? 1 : 0, max }, TRAVERSAL);
}

function matchEstimate({ target, args }: StandardCall): CallEstimate {
  if (target === undefined) return { cost: fixed(1) };
  return { cost: multiply(scale(add(sizeOf(target), fixed(1)), TRAVERSAL), scale(sizeOf(args[0]), REGEX_FACTOR)) };
}

function containmentEstimate({ target, args }: StandardCall): CallEstimate {
  return { cost: multiply(scale(sizeOf(target), TRAVERSAL), scale(sizeOf(args[0]), TRAVERSAL)) };
}

function sumEstimate(overload: string, size: Estimate): CallEstimate {
  return { cost: overload === 'add_list' ? fixed(1) : scale(size, TRAVERSAL), size };
}
