import {
  BOOL,
  CelError,
  DOUBLE,
  DURATION,
  Duration,
  DYN,
  dynamicValue,
  type FunctionDeclaration,
  INT,
  ListValue,
  listOf,
  overload,
  STRING,
  type Value,
} from '@klockwork/cel';
import type { DrillView } from './drill-view.ts';
import { availableReplicas, conditionStatus, desiredReplicas, isReady, restartsOf, selectedPods } from './object-facts.ts';

/** Called function with its result. */
export interface RecordedCall {
  readonly text: string;
  readonly value: Value;
}

/** Source of the facts, and of a record of calls. */
export interface FunctionsOptions {
  view(): DrillView;
  record(call: RecordedCall): void;
}

type Compute = (view: DrillView, ...args: never[]) => Value;

const NANOS_PER_MS = 1_000_000n;
const OBJECTS = listOf(DYN);

/** Returns the functions of objectives. */
export function drillFunctions(options: FunctionsOptions): readonly FunctionDeclaration[] {
  const declare = (name: string, overloads: FunctionDeclaration['overloads'], compute: Compute): FunctionDeclaration => ({
    name,
    overloads,
    evaluate: (...args) => called(name, args, compute, options),
  });
  return [
    declare('available', [overload('available_string', [STRING], INT)], ({ state }, name: string) => int(availableReplicas(state, name))),
    declare('desired', [overload('desired_string', [STRING], INT)], ({ state }, name: string) => int(desiredReplicas(state, name))),
    declare('ready', [overload('ready_string', [STRING], BOOL)], ({ state }, name: string) => isReady(state, name)),
    declare('present', [overload('present_string', [STRING], BOOL)], ({ state }, name: string) => state.get(name) !== undefined),
    declare('object', [overload('object_string', [STRING], DYN)], ({ state }, name: string) => dynamicValue(state.get(name))),
    declare('condition', [overload('condition_string_string', [STRING, STRING], STRING)], ({ state }, name: string, type: string) =>
      conditionStatus(state.get(name), type),
    ),
    declare(
      'objects',
      [overload('objects_string', [STRING], OBJECTS), overload('objects_string_string', [STRING, STRING], OBJECTS)],
      ({ state }, resource: string, namespace?: string) => values(state.list(resource, namespace)),
    ),
    declare(
      'pods',
      [
        overload('pods', [], OBJECTS),
        overload('pods_string', [STRING], OBJECTS),
        overload('pods_string_string', [STRING, STRING], OBJECTS),
      ],
      ({ state }, namespace?: string, selector?: string) => values(selectedPods(state, namespace, selector)),
    ),
    declare('restarts', [overload('restarts_string_string', [STRING, STRING], INT)], ({ state }, namespace: string, selector: string) =>
      int(restartsOf(selectedPods(state, namespace, selector))),
    ),
    declare(
      'events',
      [overload('events_string', [STRING], OBJECTS), overload('events_string_string', [STRING, STRING], OBJECTS)],
      ({ state }, reason: string, namespace?: string) =>
        values(state.list<{ reason?: string }>('events', namespace).filter((event) => event.reason === reason)),
    ),
    declare(
      'logged',
      [overload('logged_string', [STRING], INT), overload('logged_string_string', [STRING, STRING], INT)],
      (view, type: string, object?: string) => int(view.logged(type, object)),
    ),
    ...traffic(declare),
  ];
}

type Declare = (name: string, overloads: FunctionDeclaration['overloads'], compute: Compute) => FunctionDeclaration;

function traffic(declare: Declare): FunctionDeclaration[] {
  const forms = (name: string, result: typeof INT) => [
    overload(`${name}_string`, [STRING], result),
    overload(`${name}_string_duration`, [STRING, DURATION], result),
  ];
  return [
    declare('answeredRequests', forms('answered_requests', INT), (view, load: string, span?: Duration) =>
      int(view.traffic(load, ms(span)).answered),
    ),
    declare('failedRequests', forms('failed_requests', INT), (view, load: string, span?: Duration) =>
      int(view.traffic(load, ms(span)).failed),
    ),
    declare('errorRate', forms('error_rate', DOUBLE), (view, load: string, span?: Duration) => {
      const { answered, failed } = view.traffic(load, ms(span));
      return failed === 0 ? 0 : failed / (answered + failed);
    }),
    declare(
      'latency',
      [
        overload('latency_string_double', [STRING, DOUBLE], DOUBLE),
        overload('latency_string_double_duration', [STRING, DOUBLE, DURATION], DOUBLE),
      ],
      (view, load: string, share: number, span?: Duration) => percentile(view.traffic(load, ms(span)).latenciesMs, share) / 1_000,
    ),
  ];
}

/** Returns the value at a share (0.99) of ascending numbers; 0 without numbers. */
export function percentile(ascending: readonly number[], share: number): number {
  const index = Math.ceil(share * ascending.length) - 1;
  return ascending[Math.min(Math.max(index, 0), ascending.length - 1)] ?? 0;
}

/** Computes a call. Names without an object of such a resource are errors of the expression. */
function called(name: string, args: readonly Value[], compute: Compute, { view, record }: FunctionsOptions): Value {
  const value = valueOr(() => compute(view(), ...(args as never[])));
  record({ text: `${name}(${args.map(argumentText).join(', ')})`, value });
  return value;
}

function valueOr(compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return new CelError(error.message);
  }
}

function argumentText(value: Value): string {
  if (typeof value === 'string') return `'${value}'`;
  return value instanceof Duration ? `duration('${value.nanos / NANOS_PER_MS}ms')` : String(value);
}

function int(value: number): Value {
  return BigInt(value);
}

function ms(span: Duration | undefined): number | undefined {
  return span === undefined ? undefined : Number(span.nanos / NANOS_PER_MS);
}

function values(objects: readonly unknown[]): Value {
  return new ListValue(objects, dynamicValue);
}
