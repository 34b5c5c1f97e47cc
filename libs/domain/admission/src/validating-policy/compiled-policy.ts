import { AdmissionCompiler, type AdmissionExpression, type AdmissionVariable } from '@klockwork/cel';
import type { ValidatingAdmissionPolicy } from '@klockwork/resources';

/** Validation with its expressions. */
export interface CompiledValidation {
  readonly expression: AdmissionExpression;
  readonly messageExpression: AdmissionExpression | undefined;
  readonly message: string;
  readonly reason: string;
}

/** Policy whose expressions are compiled. */
export interface CompiledPolicy {
  readonly name: string;
  readonly ignoresErrors: boolean;
  readonly variables: readonly AdmissionVariable[];
  readonly conditions: readonly AdmissionExpression[];
  readonly validations: readonly CompiledValidation[];
  readonly annotations: readonly { readonly key: string; readonly expression: AdmissionExpression }[];
}

/** Compiles a policy. Invalid expressions keep their problem: each evaluation reports it. Models `compilePolicy` of upstream. */
export function compilePolicy({ metadata = {}, spec = {} }: ValidatingAdmissionPolicy): CompiledPolicy {
  const compiler = new AdmissionCompiler({ hasParams: spec.paramKind !== undefined });
  const variables = (spec.variables ?? []).map(({ name, expression }) => compiler.declare(name, expression));
  return {
    name: metadata.name ?? '',
    ignoresErrors: spec.failurePolicy === 'Ignore',
    variables,
    conditions: (spec.matchConditions ?? []).map(({ expression }) => compiler.compile(expression, 'condition')),
    validations: (spec.validations ?? []).map(({ expression, messageExpression, message = '', reason = 'Invalid' }) => ({
      expression: compiler.compile(expression, 'validation'),
      messageExpression: messageExpression ? compiler.compile(messageExpression, 'message') : undefined,
      message,
      reason,
    })),
    annotations: (spec.auditAnnotations ?? []).map(({ key, valueExpression }) => ({
      key,
      expression: compiler.compile(valueExpression, 'annotation'),
    })),
  };
}
