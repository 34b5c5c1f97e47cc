import type { FunctionDeclaration, Implementation, Overload } from '../checker/function.ts';
import { type CallCost, runtimeCost } from '../cost/runtime-cost.ts';
import type { Call } from '../syntax/expression.ts';
import { typeName } from '../values/describe.ts';
import { isOfType } from '../values/runtime-type.ts';
import { CelError, type Value } from '../values/value.ts';
import type { Step } from './model.ts';

/** Plans the call of a function. The checker's overload is called directly; several are told apart by the arguments. */
export function planCall(node: Call, declaration: FunctionDeclaration, args: readonly Step[]): Step {
  const [only] = node.overloads?.length === 1 ? node.overloads : [];
  const candidates = declaration.overloads.filter(
    (overload) => (only === undefined || overload.id === only) && overload.params.length === args.length,
  );
  const cost = runtimeCost(node.name, only ?? '');
  const run = dispatch(node.name, candidates, declaration);
  if (args.length === 1) return unaryStep(args[0] as Step, run, { cost, acceptsErrors: declaration.acceptsErrors === true });
  if (args.length === 2) return binaryStep(args as [Step, Step], run, cost);
  return callStep(args, run, cost);
}

/** Chooses the first overload that accepts the arguments. */
function dispatch(name: string, overloads: readonly Overload[], { acceptsErrors, checksTypes }: FunctionDeclaration): Implementation {
  const only = overloads[0]?.evaluate;
  if ((acceptsErrors === true || checksTypes === true) && only !== undefined) return only;
  return (...args) => {
    for (const { params, evaluate } of overloads) {
      if (evaluate === undefined) continue;
      if (args.every((arg, index) => isOfType(arg, params[index] as Overload['result']))) return evaluate(...args);
    }
    return new CelError(`no such overload: ${name}(${args.map(typeName).join(', ')})`);
  };
}

interface UnaryOptions {
  readonly cost: CallCost;
  readonly acceptsErrors: boolean;
}

function unaryStep(arg: Step, run: Implementation, { cost, acceptsErrors }: UnaryOptions): Step {
  return {
    evaluate: (frame) => {
      const value = arg.evaluate(frame);
      const result = value instanceof CelError && !acceptsErrors ? value : run(value);
      frame.charge(typeof cost === 'number' ? cost : cost([value], result));
      return result;
    },
  };
}

function binaryStep([left, right]: readonly [Step, Step], run: Implementation, cost: CallCost): Step {
  return {
    evaluate: (frame) => {
      const first = left.evaluate(frame);
      const second = right.evaluate(frame);
      const result = first instanceof CelError ? first : second instanceof CelError ? second : run(first, second);
      frame.charge(typeof cost === 'number' ? cost : cost([first, second], result));
      return result;
    },
  };
}

/** A call of other arity ends at its first failed argument, and is then not charged. */
function callStep(args: readonly Step[], run: Implementation, cost: CallCost): Step {
  return {
    evaluate: (frame) => {
      const values: Value[] = [];
      for (const arg of args) {
        const value = arg.evaluate(frame);
        if (value instanceof CelError) return value;
        values.push(value);
      }
      const result = run(...values);
      frame.charge(typeof cost === 'number' ? cost : cost(values, result));
      return result;
    },
  };
}
