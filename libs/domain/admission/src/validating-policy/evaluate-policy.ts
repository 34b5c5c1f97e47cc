import {
  type AdmissionBindings,
  type AdmissionInput,
  admissionBindings,
  type ExpressionResult,
  evaluateAll,
  judgeConditions,
  POLICY_COST_MAX,
} from '@klockwork/cel';
import { utf8Length } from '@klockwork/kernel';
import type { CompiledPolicy, CompiledValidation } from './compiled-policy.ts';

/** Violation of a policy, with the index of its validation. */
export interface PolicyViolation {
  readonly index: number;
  readonly message: string;
  /** Reason of the refusal: `Invalid`, `Forbidden` … */
  readonly reason: string;
}

/** Result of a policy for one request and one parameter. */
export interface PolicyResult {
  readonly violations: readonly PolicyViolation[];
  readonly annotations: readonly { readonly key: string; readonly value: string }[];
  /** Failed annotations, which refuse the request whatever the actions of the binding are. */
  readonly annotationErrors: readonly string[];
}

const NOTHING: PolicyResult = { violations: [], annotations: [], annotationErrors: [] };
const MESSAGE_BYTES_MAX = 5 * 1024;

/** Evaluates a policy. Models `validator.Validate` of `k8s.io/apiserver/pkg/admission/plugin/policy/validating`. */
export function evaluatePolicy(policy: CompiledPolicy, input: AdmissionInput, params: object | null = null): PolicyResult {
  const bindings = admissionBindings(input, { params, variables: policy.variables });
  const conditions = policy.conditions.length === 0 ? { matches: true } : judgeConditions(policy.conditions, bindings);
  if ('error' in conditions) return failure(policy, conditions.error);
  return conditions.matches ? evaluateValidations(policy, bindings) : NOTHING;
}

function failure({ ignoresErrors }: CompiledPolicy, message: string): PolicyResult {
  return ignoresErrors ? NOTHING : { ...NOTHING, violations: [{ index: 0, message, reason: '' }] };
}

function evaluateValidations(policy: CompiledPolicy, bindings: AdmissionBindings): PolicyResult {
  const { validations } = policy;
  const evaluation = evaluateAll(
    validations.map(({ expression }) => expression),
    bindings,
    POLICY_COST_MAX,
  );
  if ('failure' in evaluation) return failure(policy, evaluation.failure);
  const messages = new Messages(bindings, evaluation.left);
  const violations = evaluation.results.flatMap((result, index) =>
    violationOf(policy, { result, index, validation: validations[index] as CompiledValidation, messages }),
  );
  return { violations, ...evaluateAnnotations(policy, bindings) };
}

interface ValidationOutcome {
  readonly result: ExpressionResult;
  readonly index: number;
  readonly validation: CompiledValidation;
  readonly messages: Messages;
}

function violationOf(policy: CompiledPolicy, { result, index, validation, messages }: ValidationOutcome): PolicyViolation[] {
  if ('error' in result) return policy.ignoresErrors ? [] : [{ index, message: result.error, reason: '' }];
  if (result.value === true) return [];
  const message = messages.of(validation);
  if (message.failure !== undefined) {
    return policy.ignoresErrors ? [] : [{ index, message: `failed messageExpression: ${message.failure}`, reason: '' }];
  }
  const { text } = validation.expression;
  return [{ index, message: message.text || validation.message.trim() || `failed expression: ${text.trim()}`, reason: validation.reason }];
}

/** Messages of one evaluation, within the cost that the validations left. */
class Messages {
  readonly #bindings: AdmissionBindings;
  #left: number;

  constructor(bindings: AdmissionBindings, left: number) {
    this.#bindings = bindings;
    this.#left = left;
  }

  /** Returns '' for an unusable message. */
  of({ messageExpression }: CompiledValidation): { readonly text: string; readonly failure?: string } {
    if (messageExpression === undefined) return { text: '' };
    const evaluation = evaluateAll([messageExpression], this.#bindings, this.#left);
    if ('failure' in evaluation) return { text: '', failure: evaluation.failure };
    this.#left = evaluation.left;
    const [result] = evaluation.results;
    const text = result !== undefined && 'value' in result && typeof result.value === 'string' ? result.value.trim() : '';
    return { text: utf8Length(text) > MESSAGE_BYTES_MAX || text.includes('\n') ? '' : text };
  }
}

function evaluateAnnotations(policy: CompiledPolicy, bindings: AdmissionBindings): Omit<PolicyResult, 'violations'> {
  const { annotations } = policy;
  if (annotations.length === 0) return { annotations: [], annotationErrors: [] };
  const evaluation = evaluateAll(
    annotations.map(({ expression }) => expression),
    bindings,
    POLICY_COST_MAX,
  );
  if ('failure' in evaluation) return { annotations: [], annotationErrors: policy.ignoresErrors ? [] : [evaluation.failure] };
  const values = evaluation.results.map((result, index) => ({ key: annotations[index]?.key ?? '', result }));
  return {
    annotations: values.flatMap(({ key, result }) => {
      const value = 'value' in result && typeof result.value === 'string' ? result.value.trim() : '';
      return value === '' ? [] : [{ key, value }];
    }),
    annotationErrors: policy.ignoresErrors ? [] : values.flatMap(({ result }) => ('error' in result ? [result.error] : [])),
  };
}
