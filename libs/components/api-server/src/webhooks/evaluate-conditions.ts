import type { ReviewedRequest } from '@klockwork/admission';
import { AdmissionCompiler, type AdmissionExpression, admissionBindings, type ConditionsOutcome, judgeConditions } from '@klockwork/cel';
import type { MatchCondition } from '@klockwork/kubernetes-types';

/** Conditions of a stored configuration, which is frozen, with their programs. */
const compiledMap = new WeakMap<readonly MatchCondition[], readonly AdmissionExpression[]>();

/** Evaluates the matchConditions of a webhook on a request. Models `matchconditions.Matcher`. */
export function evaluateConditions(conditions: readonly MatchCondition[], request: ReviewedRequest): ConditionsOutcome {
  const programs = compiledMap.get(conditions) ?? compileAll(conditions);
  compiledMap.set(conditions, programs);
  const { object, oldObject, uid: _uid, ...rest } = request;
  const { group, resource } = request.requestResource;
  const { subResource: subresource = '', namespace = '', name = '' } = request;
  const requestResource = { group, resource, subresource, namespace, name };
  return judgeConditions(programs, admissionBindings({ object, oldObject, request: rest, authorize: allow, requestResource }));
}

function compileAll(conditions: readonly MatchCondition[]): readonly AdmissionExpression[] {
  const compiler = new AdmissionCompiler();
  return conditions.map(({ expression }) => compiler.compile(expression, 'condition'));
}

/** Every user of a lab may do everything, as access reviews answer. */
function allow(): { readonly allowed: true; readonly reason: string } {
  return { allowed: true, reason: '' };
}
