import { CelError, type Value } from '../values/value.ts';
import type { AdmissionExpression } from './admission-expressions.ts';
import type { AdmissionBindings } from './admission-input.ts';

/** Cost of the conditions of one webhook or policy. Models `RuntimeCELCostBudgetMatchConditions`. */
const CONDITIONS_COST_MAX = 2_500_000;
/** Cost of the validations of one binding. Models `RuntimeCELCostBudget`. */
export const POLICY_COST_MAX = 10_000_000;

const NO_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Result of one expression: a value or an error. */
export type ExpressionResult = { readonly value: Value } | { readonly error: string };

/** Results of all expressions with the cost that is left, or the error that ended the evaluation. */
export type Evaluation = { readonly results: readonly ExpressionResult[]; readonly left: number } | { readonly failure: string };

/** Evaluates expressions within a common budget. Models `condition.ForInput`. */
export function evaluateAll(expressions: readonly AdmissionExpression[], input: AdmissionBindings, budget: number): Evaluation {
  const results: ExpressionResult[] = [];
  let left = budget;
  for (const { text, program, problem } of expressions) {
    if (program === undefined) {
      results.push({ error: `compilation error: ${problem}` });
      continue;
    }
    const { value, cost } = program.evaluate(input.bindings);
    left -= cost + input.takeVariableCost();
    if (left < 0) return { failure: NO_BUDGET };
    results.push(value instanceof CelError ? { error: `expression '${text}' resulted in error: ${value.message}` } : { value });
  }
  return { results, left };
}

/** Judgement of conditions: all true, one false, or errors. */
export type ConditionsOutcome = { readonly matches: boolean } | { readonly error: string };

/** Evaluates match conditions: a false one wins over errors. Models `matchconditions.Matcher`. */
export function judgeConditions(conditions: readonly AdmissionExpression[], input: AdmissionBindings): ConditionsOutcome {
  const evaluation = evaluateAll(conditions, input, CONDITIONS_COST_MAX);
  if ('failure' in evaluation) return { error: evaluation.failure };
  if (evaluation.results.some((result) => 'value' in result && result.value === false)) return { matches: false };
  const errors = [...new Set(evaluation.results.flatMap((result) => ('error' in result ? [result.error] : [])))];
  if (errors.length === 0) return { matches: true };
  return { error: errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]` };
}
