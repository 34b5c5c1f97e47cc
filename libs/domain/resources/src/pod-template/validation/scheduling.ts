import {
  type FieldError,
  fieldErrors,
  labelValue,
  qualifiedName,
  validateLabelName,
  validateLabelSelector,
} from '@klockwork/api-machinery';
import type { PodReadinessGate, PodSchedulingGate, Toleration, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import { checkFormat, checkSupported, POSITIVE } from './field-checks.ts';
import { validateMatchLabelKeys } from './match-label-keys.ts';

const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const TOLERATION_OPERATORS = ['Equal', 'Exists'];
/** Disabled in 1.35, yet listed as supported in the error. */
const COMPARING_OPERATORS = ['Lt', 'Gt'];
const UNSATISFIABLE_ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES = ['Honor', 'Ignore'];
const KEYLESS = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

/** Models `ValidateTolerations`. */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: string): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, index) => validateToleration(toleration, `${path}[${index}]`));
}

/** Models `validateReadinessGates`. */
export function validateReadinessGates(gates: readonly PodReadinessGate[] | undefined, path: string): FieldError[] {
  return (gates ?? []).flatMap((gate, index) => checkFormat(`${path}[${index}].conditionType`, gate.conditionType ?? '', qualifiedName));
}

/** Models `validateSchedulingGates`. */
export function validateSchedulingGates(gates: readonly PodSchedulingGate[] | undefined, path: string): FieldError[] {
  const seenKeys = new Set<string>();
  return (gates ?? []).flatMap(({ name }, index) => {
    const errors = checkFormat(`${path}[${index}]`, name ?? '', qualifiedName);
    if (seenKeys.has(name)) errors.push(fieldErrors.duplicate(`${path}[${index}]`, name));
    seenKeys.add(name);
    return errors;
  });
}

/** Models `validateTopologySpreadConstraints`. */
export function validateTopologySpread(constraints: readonly TopologySpreadConstraint[] | undefined, path: string): FieldError[] {
  return (constraints ?? []).flatMap((constraint, index) => {
    const rest = (constraints as readonly TopologySpreadConstraint[]).slice(index + 1);
    return validateConstraint(constraint, rest, `${path}[${index}]`);
  });
}

function validateToleration(
  { key = '', operator = '', value = '', effect = '', tolerationSeconds }: Toleration,
  path: string,
): FieldError[] {
  const errors = key === '' ? [] : validateLabelName(key, `${path}.key`);
  if (key === '' && operator !== 'Exists') errors.push(fieldErrors.invalid(`${path}.operator`, operator, KEYLESS));
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(fieldErrors.invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  errors.push(...validateTolerated(operator, value, `${path}.operator`));
  return effect === '' ? errors : [...errors, ...checkSupported(`${path}.effect`, effect, TAINT_EFFECTS)];
}

function validateTolerated(operator: string, value: string, path: string): FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const problems = labelValue(value);
    return problems.length === 0 ? [] : [fieldErrors.invalid(path, value, problems.join(';'))];
  }
  if (COMPARING_OPERATORS.includes(operator))
    return [fieldErrors.notSupported(path, operator, [...TOLERATION_OPERATORS, ...COMPARING_OPERATORS])];
  if (operator !== 'Exists') return [fieldErrors.notSupported(path, operator, TOLERATION_OPERATORS)];
  return value === '' ? [] : [fieldErrors.invalid(path, value, "value must be empty when `operator` is 'Exists'")];
}

function validateConstraint(constraint: TopologySpreadConstraint, rest: readonly TopologySpreadConstraint[], path: string): FieldError[] {
  const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '' } = constraint;
  return [
    ...(maxSkew > 0 ? [] : [fieldErrors.invalid(`${path}.maxSkew`, maxSkew, POSITIVE)]),
    ...(topologyKey ? [] : [fieldErrors.required(`${path}.topologyKey`, 'can not be empty')]),
    ...checkSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, UNSATISFIABLE_ACTIONS),
    ...validateNotRepeated(constraint, rest, `${path}.{topologyKey, whenUnsatisfiable}`),
    ...validateMinDomains(constraint, `${path}.minDomains`),
    ...checkSupported(`${path}.nodeAffinityPolicy`, constraint.nodeAffinityPolicy, INCLUSION_POLICIES),
    ...checkSupported(`${path}.nodeTaintsPolicy`, constraint.nodeTaintsPolicy, INCLUSION_POLICIES),
    ...validateMatchLabelKeys(constraint, path),
    ...validateLabelSelector(constraint.labelSelector, `${path}.labelSelector`),
  ];
}

function validateNotRepeated(
  { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
  path: string,
): FieldError[] {
  const repeated = rest.some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
  return repeated ? [fieldErrors.duplicate(path, `{${topologyKey}, ${whenUnsatisfiable}}`)] : [];
}

function validateMinDomains({ minDomains, whenUnsatisfiable }: TopologySpreadConstraint, path: string): FieldError[] {
  if (minDomains === undefined) return [];
  const errors = minDomains > 0 ? [] : [fieldErrors.invalid(path, minDomains, POSITIVE)];
  if (whenUnsatisfiable === 'DoNotSchedule') return errors;
  const problem = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [...errors, fieldErrors.invalid(path, minDomains, problem)];
}
