import { judgeWaitCondition, parseWaitCondition } from '@klockwork/api-machinery';
import {
  type Bindings,
  BOOL,
  CelError,
  DURATION,
  Duration,
  Environment,
  type LiteralCall,
  type Program,
  TIMESTAMP,
  Timestamp,
} from '@klockwork/cel';
import { drillFunctions, type RecordedCall } from './drill-functions.ts';
import type { DrillView } from './drill-view.ts';
import { withQuotes } from './objective-text.ts';

/** Outcome of an expression at one moment. */
export interface Judgement {
  readonly met: boolean;
  /** Results of the calls, `available('deploy/web') = 1`, or the error. */
  readonly value: string;
}

/** Compiled condition. */
export interface DrillCondition {
  readonly text: string;
  /** Object that a condition in the form of `kubectl wait` names. */
  readonly object?: string;
  /** Calls with literal arguments. */
  readonly literalCalls: readonly LiteralCall[];
  judge(): Judgement;
}

/** Max cost of an evaluation. */
const COST_MAX = 10_000_000;
const NANOS_PER_MS = 1_000_000n;
const WAIT_FORM = /^(\S+\/\S+)\s+((?:condition|jsonpath)=.*|create|delete)$/s;
const VARIABLES = new Map([
  ['steady', BOOL],
  ['elapsed', DURATION],
  ['now', TIMESTAMP],
]);

/** Compiles conditions over one view. */
export class DrillExpressions {
  readonly #view: () => DrillView;
  readonly #environment: Environment;
  #calls: RecordedCall[] = [];

  constructor(view: () => DrillView) {
    this.#view = view;
    this.#environment = new Environment({
      variables: VARIABLES,
      functions: drillFunctions({ view, record: (call) => void this.#calls.push(call) }),
    });
  }

  /** Returns a condition in CEL, or in the form of `kubectl wait`; a problem for a text that is no condition. */
  compile(text: string): DrillCondition | { readonly problem: string } {
    const [, object, form] = WAIT_FORM.exec(text.trim()) ?? [];
    return object === undefined || form === undefined ? this.#compileCel(text) : this.#compileWait(text, object, form);
  }

  #compileWait(text: string, object: string, form: string): DrillCondition | { readonly problem: string } {
    const condition = parseWaitCondition(form);
    if ('problem' in condition) return condition;
    return {
      ...{ text, object, literalCalls: [{ name: 'object', arguments: [object] }] },
      judge: () => {
        const { met, problem } = judgeWaitCondition(condition, this.#view().state.get(object));
        return { met, value: problem ?? `${text}: ${met}` };
      },
    };
  }

  #compileCel(text: string): DrillCondition | { readonly problem: string } {
    const { program, problem } = this.#environment.compile(withQuotes(text));
    if (program === undefined) return { problem };
    if (program.type.kind !== 'bool' && program.type.kind !== 'dyn') return { problem: `must evaluate to bool, not ${program.type.name}` };
    return { text, literalCalls: program.literalCalls, judge: () => this.#judge(program) };
  }

  #judge(program: Program): Judgement {
    this.#calls = [];
    const { value } = program.evaluate(this.#bindings(program), COST_MAX);
    if (typeof value === 'boolean') return { met: value, value: this.#valueText(program) };
    return { met: false, value: value instanceof CelError ? `error: ${value.message}` : 'error: the expression is no truth value' };
  }

  /** Returns the results of the calls, and the conditions that a steady state lacks. */
  #valueText({ variables }: Program): string {
    const { steady, unsteady } = variables.has('steady') ? this.#view() : { steady: true, unsteady: [] };
    const calls = callsText(this.#calls);
    const state = steady ? 'steady = true' : `steady = false: ${unsteady.join('; ')}`;
    return variables.has('steady') ? [state, ...(calls === '' ? [] : [calls])].join(', ') : calls;
  }

  #bindings({ variables }: Program): Bindings {
    const view = this.#view();
    return {
      ...(variables.has('steady') && { steady: view.steady }),
      ...(variables.has('elapsed') && { elapsed: new Duration(BigInt(Math.round(view.now - view.begunAt)) * NANOS_PER_MS) }),
      ...(variables.has('now') && { now: new Timestamp(BigInt(Math.round(view.now)) * NANOS_PER_MS) }),
    };
  }
}

const CALLS_MAX = 5;

function callsText(calls: readonly RecordedCall[]): string {
  const texts = calls.map(({ text, value }) => `${text} = ${valueText(value)}`);
  return [...new Set(texts)].slice(0, CALLS_MAX).join(', ');
}

function valueText(value: RecordedCall['value']): string {
  if (value instanceof CelError) return `error: ${value.message}`;
  if (typeof value === 'object' && value !== null) return 'size' in value ? `${value.size} items` : 'a value';
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
}
