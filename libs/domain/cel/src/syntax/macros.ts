import { Builder } from './build.ts';
import { ACCUMULATOR, type Call, type Comprehension, type Expression } from './expression.ts';
import type { SourceError } from './source.ts';

type Expansion = Expression | SourceError | undefined;
type Expand = (target: Expression, args: readonly Expression[], build: Builder, offset: number) => Expansion;

/** Returns the expansion of a macro call, an error of its arguments, or undefined for a call of a function. */
export function expandMacro(call: Call): Expansion {
  if (call.target === undefined) return call.name === 'has' && call.args.length === 1 ? expandHas(call) : undefined;
  const expand = MEMBER_MACROS[`${call.name}/${call.args.length}`];
  return expand?.(call.target, call.args, new Builder(call.offset), call.offset);
}

function expandHas({ args, offset }: Call): Expansion {
  const [argument] = args as [Expression];
  if (argument.kind !== 'select') return { offset: argument.offset, message: 'invalid argument to has() macro' };
  return { ...argument, offset, testOnly: true };
}

/** Parts of a comprehension that a macro chooses. */
type Loop = Pick<Comprehension, 'initial' | 'condition' | 'step'> & { readonly result?: Expression };
type Body = (build: Builder, args: readonly Expression[], variables: readonly string[]) => Loop;

/** Makes a macro of `body` with one or two loop variables; the rest of the arguments goes to `body`. */
function loopMacro(variableCount: 1 | 2, body: Body, wrongName = 'argument must be a simple name'): Expand {
  return (range, args, build, offset) => {
    const variables: string[] = [];
    for (const argument of args.slice(0, variableCount)) {
      const problem = variableProblem(argument, variables, wrongName);
      if (problem !== undefined) return { offset: argument.offset, message: problem };
      if (argument.kind === 'identifier') variables.push(argument.name);
    }
    const loop = body(build, args.slice(variableCount), variables);
    const [variable = '', variable2] = variables;
    return { kind: 'comprehension', offset, range, variable, variable2, accumulator: ACCUMULATOR, result: build.accumulator(), ...loop };
  };
}

function variableProblem(argument: Expression, earlier: readonly string[], wrongName: string): string | undefined {
  if (argument.kind !== 'identifier') return wrongName;
  if (earlier.includes(argument.name)) return `duplicate variable name: ${argument.name}`;
  return argument.name === '__result__' ? 'iteration variable overwrites accumulator variable' : undefined;
}

const all: Body = (build, [predicate]) => ({
  initial: build.literal(true),
  condition: build.call('@not_strictly_false', build.accumulator()),
  step: build.call('_&&_', build.accumulator(), predicate as Expression),
});

const exists: Body = (build, [predicate]) => ({
  initial: build.literal(false),
  condition: build.call('@not_strictly_false', build.call('!_', build.accumulator())),
  step: build.call('_||_', build.accumulator(), predicate as Expression),
});

const existsOne: Body = (build, [predicate]) => ({
  initial: build.literal(0n),
  condition: build.literal(true),
  step: build.call('_?_:_', predicate as Expression, build.call('_+_', build.accumulator(), build.literal(1n)), build.accumulator()),
  result: build.call('_==_', build.accumulator(), build.literal(1n)),
});

/** Appends to a list; the filter is the first of two arguments. */
const toList: Body = (build, args) => {
  const add = build.call('_+_', build.accumulator(), build.list(args.at(-1) as Expression));
  return { initial: build.list(), condition: build.literal(true), step: filtered(build, args, add) };
};

const toMap: Body = (build, args, [key = '']) => {
  const insert = build.call('cel.@mapInsert', build.accumulator(), build.identifier(key), args.at(-1) as Expression);
  return { initial: build.map(), condition: build.literal(true), step: filtered(build, args, insert) };
};

const toMapEntry: Body = (build, args) => {
  const insert = build.call('cel.@mapInsert', build.accumulator(), args.at(-1) as Expression);
  return { initial: build.map(), condition: build.literal(true), step: filtered(build, args, insert) };
};

function filtered(build: Builder, args: readonly Expression[], step: Expression): Expression {
  return args.length === 1 ? step : build.call('_?_:_', args[0] as Expression, step, build.accumulator());
}

/** Keeps the elements themselves. */
const filter: Body = (build, [predicate], [variable = '']) => toList(build, [predicate as Expression, build.identifier(variable)], []);

const NOT_IDENTIFIER = 'argument is not an identifier';
const mapMacro = loopMacro(1, toList, NOT_IDENTIFIER);

/** Binds a name to a value: a comprehension over nothing. */
function bind(build: Builder, offset: number, name: string, parts: readonly [initial: Expression, result: Expression]): Expression {
  const [initial, result] = parts;
  const nothing = { range: build.list(), variable: '#unused', condition: build.literal(false), step: build.identifier(name) };
  return { kind: 'comprehension', offset, ...nothing, accumulator: name, initial, result };
}

const SORT_INPUT = '@__sortBy_input__';

const sortBy: Expand = (target, args, build, offset) => {
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct') {
    const message = 'sortBy can only be applied to a list, identifier, comprehension, call or select expression';
    return { offset: target.offset, message };
  }
  const keys = mapMacro(build.identifier(SORT_INPUT), args, build, offset);
  if (keys === undefined || 'message' in keys) return keys;
  const sortedCall = build.memberCall('@sortByAssociatedKeys', build.identifier(SORT_INPUT), keys);
  return bind(build, offset, SORT_INPUT, [target, sortedCall]);
};

/** Maps an optional: `opt.optMap(x, f)` is `opt.hasValue() ? optional.of(f) : optional.none()`. */
function optionalMacro(wraps: boolean): Expand {
  return (target, args, build, offset) => {
    const [variable, mappedExpression] = args as [Expression, Expression];
    if (variable.kind !== 'identifier') {
      return { offset: variable.offset, message: `${wraps ? 'optMap' : 'optFlatMap'}() variable name must be a simple identifier` };
    }
    const value = build.memberCall('value', target);
    const bound = bind(build, offset, variable.name, [value, mappedExpression]);
    const some = wraps ? build.call('optional.of', bound) : bound;
    return build.call('_?_:_', build.memberCall('hasValue', target), some, build.call('optional.none'));
  };
}

const MEMBER_MACROS: Readonly<Record<string, Expand>> = {
  'all/2': loopMacro(1, all),
  'exists/2': loopMacro(1, exists),
  'exists_one/2': loopMacro(1, existsOne),
  'map/2': mapMacro,
  'map/3': mapMacro,
  'filter/2': loopMacro(1, filter, NOT_IDENTIFIER),
  'all/3': loopMacro(2, all),
  'exists/3': loopMacro(2, exists),
  'exists_one/3': loopMacro(2, existsOne),
  'existsOne/3': loopMacro(2, existsOne),
  'transformList/3': loopMacro(2, toList),
  'transformList/4': loopMacro(2, toList),
  'transformMap/3': loopMacro(2, toMap),
  'transformMap/4': loopMacro(2, toMap),
  'transformMapEntry/3': loopMacro(2, toMapEntry),
  'transformMapEntry/4': loopMacro(2, toMapEntry),
  'sortBy/2': sortBy,
  'optMap/2': optionalMacro(true),
  'optFlatMap/2': optionalMacro(false),
};
