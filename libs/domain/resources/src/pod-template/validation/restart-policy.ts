import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { Container, ContainerRestartRule } from '../pod-spec.ts';
import { checkSupported } from './field-checks.ts';

const POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart'];
const OPERATORS = ['In', 'NotIn'];
const WITHOUT_POLICY = 'must specify restartPolicy when restart rules are used';
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;

/** A container's own restart policy, which 1.35 allows every container. Models `validateContainerRestartPolicy`. */
export function validateContainerRestart(container: Container, path: string): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  const errors = checkSupported(`${path}.restartPolicy`, restartPolicy, POLICIES);
  if (restartPolicy === undefined && rules.length > 0) {
    errors.push(fieldErrors.required(`${path}.restartPolicy`, WITHOUT_POLICY));
  }
  if (rules.length > RULES_MAX) errors.push(fieldErrors.tooMany(`${path}.restartPolicyRules`, rules.length, RULES_MAX));
  return [...errors, ...rules.flatMap((rule, index) => validateRule(rule, `${path}.restartPolicyRules[${index}]`))];
}

/** Requires an explicit restart policy other than Always for init containers with rules. */
export function validateInitRestart(container: Container, path: string): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (rules.length === 0) return validateContainerRestart(container, path);
  if (restartPolicy === undefined) return [fieldErrors.required(`${path}.restartPolicy`, WITHOUT_POLICY)];
  if (restartPolicy !== 'Always') return validateContainerRestart(container, path);
  const problem = 'restartPolicyRules are not allowed for init containers with restart policy Always';
  return [fieldErrors.forbidden(`${path}.restartPolicyRules`, problem)];
}

function validateRule({ action, exitCodes }: ContainerRestartRule, path: string): FieldError[] {
  const errors = checkSupported(`${path}.action`, action ?? '', ACTIONS);
  if (!exitCodes) return [...errors, fieldErrors.required(`${path}.exitCodes`, 'must be specified')];
  errors.push(...checkSupported(`${path}.exitCodes.operator`, exitCodes.operator ?? '', OPERATORS));
  const codes = exitCodes.values?.length ?? 0;
  return codes > EXIT_CODES_MAX ? [...errors, fieldErrors.tooMany(`${path}.exitCodes.values`, codes, EXIT_CODES_MAX)] : errors;
}
