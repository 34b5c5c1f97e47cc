import { type AuthorizationPort, type AuthorizationRequest, authorizerValue, resourceCheckValue } from '../library/authorization.ts';
import type { Bindings } from '../plan/frame.ts';
import { dynamicValue } from '../schema/json-value.ts';
import { CelError, type MapValue, type Value } from '../values/value.ts';
import type { AdmissionVariable } from './admission-expressions.ts';

/** Request under admission, as JSON. Never changes. */
export interface AdmissionInput {
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly request: object;
  readonly namespaceObject?: unknown;
  readonly authorize?: AuthorizationPort;
  /** Resource of the request, for `authorizer.requestResource`. */
  readonly requestResource?: Omit<AuthorizationRequest, 'verb'>;
}

/** Parts of a policy that its expressions read. */
export interface PolicyInput {
  readonly params?: unknown;
  readonly variables?: readonly AdmissionVariable[];
}

/** Returns the values of all variables of an expression. */
export function admissionBindings(input: AdmissionInput, { params, variables = [] }: PolicyInput = {}): AdmissionBindings {
  const bindings: Record<string, Value> = { ...requestBindings(input), params: dynamicValue(params) };
  const lazy = new LazyVariables(variables, bindings);
  bindings.variables = lazy;
  return { bindings, takeVariableCost: () => lazy.takeCost() };
}

const known = new WeakMap<AdmissionInput, Bindings>();

/** Returns the same values for the same request: many policies read them. */
function requestBindings(input: AdmissionInput): Bindings {
  const bindings = known.get(input) ?? newRequestBindings(input);
  known.set(input, bindings);
  return bindings;
}

function newRequestBindings(input: AdmissionInput): Bindings {
  const { authorize, requestResource = {} } = input;
  return {
    object: dynamicValue(input.object),
    oldObject: dynamicValue(input.oldObject),
    request: dynamicValue(input.request),
    namespaceObject: dynamicValue(input.namespaceObject),
    ...(authorize !== undefined && {
      authorizer: authorizerValue(authorize),
      'authorizer.requestResource': resourceCheckValue(authorize, requestResource),
    }),
  };
}

/** Values of variables. `takeVariableCost` returns the cost of the policy's variables since its last call. */
export interface AdmissionBindings {
  readonly bindings: Bindings;
  takeVariableCost(): number;
}

/** Variables of a policy, each evaluated when an expression first reads it. */
class LazyVariables implements MapValue {
  readonly isMap = true;
  readonly #variables: ReadonlyMap<string, AdmissionVariable>;
  readonly #bindings: Bindings;
  readonly #values = new Map<string, Value>();
  #cost = 0;

  constructor(variables: readonly AdmissionVariable[], bindings: Bindings) {
    this.#variables = new Map(variables.map((variable) => [variable.name, variable]));
    this.#bindings = bindings;
  }

  get size(): number {
    return this.#variables.size;
  }

  keys(): readonly Value[] {
    return [...this.#variables.keys()];
  }

  find(key: Value): Value | undefined {
    const variable = typeof key === 'string' ? this.#variables.get(key) : undefined;
    if (variable === undefined) return undefined;
    const known = this.#values.get(variable.name);
    if (known !== undefined) return known;
    const value = this.#evaluate(variable);
    this.#values.set(variable.name, value);
    return value;
  }

  takeCost(): number {
    const cost = this.#cost;
    this.#cost = 0;
    return cost;
  }

  #evaluate({ name, program, problem }: AdmissionVariable): Value {
    if (program === undefined) return new CelError(`composited variable "${name}" fails to compile: ${problem}`);
    const { value, cost } = program.evaluate(this.#bindings);
    this.#cost += cost;
    return value instanceof CelError ? new CelError(`composited variable "${name}" fails to evaluate: ${value.message}`) : value;
  }
}
