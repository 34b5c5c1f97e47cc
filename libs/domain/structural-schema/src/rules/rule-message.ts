import { type Bindings, CelError, type Program } from '@klockwork/cel';
import { utf8Length } from '@klockwork/kernel';

/** Error after the last rule that the budget allowed. */
export const NO_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Max length of an evaluated message in bytes; models `MaxEvaluatedMessageExpressionSizeBytes`. */
const MESSAGE_BYTES_MAX = 5 * 1024;

/** Message of a failed rule. */
export interface MessageInput {
  readonly source: string;
  readonly bindings: Bindings;
  readonly budget: number;
}

/** Evaluated message with its cost. `text`: absent for an unusable message; `fault`: error that ends the check of the object. */
export interface EvaluatedMessage {
  readonly text?: string;
  readonly cost: number;
  readonly fault?: string;
}

/** Evaluates a `messageExpression`. Models `evalMessageExpression`. */
export function evaluateMessage(program: Program, { source, bindings, budget }: MessageInput): EvaluatedMessage {
  const { value, cost, exceeded } = program.evaluate(bindings);
  if (cost > budget) {
    return {
      cost,
      fault: 'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
    };
  }
  if (exceeded) {
    const name = JSON.stringify(source);
    return { cost, fault: `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${name}` };
  }
  if (value instanceof CelError || typeof value !== 'string') return { cost };
  const text = value.trim();
  const isUsable = text !== '' && !text.includes('\n') && utf8Length(text) <= MESSAGE_BYTES_MAX;
  return isUsable ? { text, cost } : { cost };
}
