import { check } from './checker/checker.ts';
import type { Declarations } from './checker/environment.ts';
import { type FunctionDeclaration, mergeFunctions } from './checker/function.ts';
import { validateLiterals } from './checker/literal-validation.ts';
import type { Estimate, SizeOf } from './cost/estimate.ts';
import { estimateCost } from './cost/estimator.ts';
import { FUNCTIONS } from './library/library.ts';
import { type Bindings, CostLimitError, Frame } from './plan/frame.ts';
import { type Plan, PlanError, plan } from './plan/planner.ts';
import { childrenOf } from './syntax/children.ts';
import type { Expression } from './syntax/expression.ts';
import { parse } from './syntax/parser.ts';
import { renderErrors, type SourceError } from './syntax/source.ts';
import type { CelType } from './types/type.ts';
import { CelError, type Value } from './values/value.ts';

/** Max cost of one evaluation. Models `PerCallLimit` of `k8s.io/apiserver/pkg/apis/cel`. */
export const CALL_COST_MAX = 1_000_000;

/** Result and cost of an evaluation. */
export interface Outcome {
  /** Value, or an error of the expression. */
  readonly value: Value;
  readonly cost: number;
  /** Marks an evaluation that its cost limit ended. */
  readonly exceeded?: true;
}

/** Variables and types that expressions may use. */
export interface EnvironmentOptions {
  readonly variables: ReadonlyMap<string, CelType>;
  /** Fields of the struct types by name; see `collectStructs`. */
  readonly structs?: ReadonlyMap<string, ReadonlyMap<string, CelType>>;
  /** Sizes of variables, for estimates. */
  readonly sizeOf?: SizeOf;
  /** Functions beside those of Kubernetes. */
  readonly functions?: readonly FunctionDeclaration[];
}

/** Call in an expression, all of whose arguments are literals. */
export interface LiteralCall {
  readonly name: string;
  readonly arguments: readonly Value[];
}

/** Compiled expression. */
export class Program {
  readonly #plan: Plan;
  readonly type: CelType;
  /** Bounds of the cost. */
  readonly estimate: Estimate;
  /** Declared variables that the expression reads. */
  readonly variables: ReadonlySet<string>;
  /** Calls in call form with literal arguments, such as names of objects. */
  readonly literalCalls: readonly LiteralCall[];

  constructor(
    expression: Expression,
    options: { readonly plan: Plan; readonly estimate: Estimate; readonly variables: ReadonlySet<string> },
  ) {
    this.#plan = options.plan;
    this.type = expression.type as CelType;
    this.estimate = options.estimate;
    this.variables = options.variables;
    this.literalCalls = literalCallsIn(expression);
  }

  /** Evaluates within a cost limit. */
  evaluate(bindings: Bindings, limit: number = CALL_COST_MAX): Outcome {
    const frame = new Frame(bindings, this.#plan.slotCount, limit);
    try {
      return { value: this.#plan.step.evaluate(frame), cost: frame.cost };
    } catch (error) {
      if (!(error instanceof CostLimitError)) throw error;
      return { value: new CelError(error.message), cost: frame.cost, exceeded: true };
    }
  }
}

/** Program, or the report of its errors: `ERROR: <input>:1:6: …`. */
export type Compilation =
  | { readonly program: Program; readonly problem?: undefined }
  | { readonly program?: undefined; readonly problem: string; readonly stage: 'compilation' | 'instantiation' };

/** Compiles expressions against declared variables. */
export class Environment {
  readonly #declarations: Declarations;
  readonly #sizeOf: SizeOf;

  constructor({ variables, structs = new Map(), sizeOf = () => undefined, functions = [] }: EnvironmentOptions) {
    const all = functions.length === 0 ? FUNCTIONS : mergeFunctions([...FUNCTIONS.values(), ...functions]);
    this.#declarations = { variables, structs, functions: all };
    this.#sizeOf = sizeOf;
  }

  compile(text: string): Compilation {
    const { expression, errors } = parse(text);
    if (expression === undefined) return failed(text, errors);
    const mistakes = check(expression, this.#declarations);
    if (mistakes.length > 0) return failed(text, mistakes);
    const wrongLiterals = validateLiterals(expression);
    if (wrongLiterals.length > 0) return failed(text, wrongLiterals);
    return this.#instantiate(expression);
  }

  #instantiate(expression: Expression): Compilation {
    try {
      const estimate = estimateCost(expression, this.#sizeOf);
      const variables = new Set(usedNames(expression).filter((name) => this.#declarations.variables.has(name)));
      return { program: new Program(expression, { plan: plan(expression, this.#declarations.functions), estimate, variables }) };
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      return { problem: error.message, stage: 'instantiation' };
    }
  }
}

function failed(text: string, errors: readonly SourceError[]): Compilation {
  return { problem: renderErrors(text, errors), stage: 'compilation' };
}

function usedNames(node: Expression): string[] {
  if (node.kind === 'identifier') return [node.name];
  if (node.kind === 'select' && node.variable !== undefined) return [node.variable];
  return childrenOf(node).flatMap(usedNames);
}

function literalCallsIn(node: Expression): LiteralCall[] {
  const inner = childrenOf(node).flatMap(literalCallsIn);
  if (node.kind !== 'call' || node.target !== undefined) return inner;
  const values = node.args.flatMap((argument) => (argument.kind === 'literal' ? [argument.value] : []));
  return values.length === node.args.length ? [{ name: node.name, arguments: values }, ...inner] : inner;
}
