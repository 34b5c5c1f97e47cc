import { compareText } from '@klockwork/api-machinery';
import { AdmissionCompiler, type DeclaredType } from '@klockwork/cel';
import type { KindDefinition, ValidatingAdmissionPolicy } from '@klockwork/resources';
import { resourceType } from './resource-type.ts';

/** Warning about an expression of a policy. */
export interface ExpressionWarning {
  readonly fieldRef: string;
  readonly warning: string;
}

/** Max types that a policy is checked against. */
const TYPES_MAX = 10;

interface CheckedType {
  /** `apps/v1, Kind=Deployment` */
  readonly name: string;
  readonly type: DeclaredType;
}

/** Checks the expressions of a policy against the types that it names without wildcards. Models `validating.TypeChecker`. */
export function checkTypes(policy: ValidatingAdmissionPolicy, kinds: readonly KindDefinition[]): ExpressionWarning[] {
  const { validations = [], variables = [], paramKind } = policy.spec ?? {};
  const params = paramKind && typeOf(kinds, paramKind.apiVersion ?? '', paramKind.kind ?? '');
  const checks = matchedTypes(policy, kinds).map(({ name, type }) => {
    const compiler = new AdmissionCompiler({ object: type, params });
    for (const variable of variables) compiler.declare(variable.name, variable.expression);
    return { name, compiler };
  });
  const warningsOf = (fieldRef: string, expression: string | undefined): ExpressionWarning[] => {
    if (!expression) return [];
    const problems = checks.flatMap(({ name, compiler }) => {
      const problem = compiler.check(expression);
      return problem === undefined ? [] : [`${name}: ${problem}\n`];
    });
    return problems.length === 0 ? [] : [{ fieldRef, warning: problems.join('\n') }];
  };
  return validations.flatMap(({ expression, messageExpression }, index) => [
    ...warningsOf(`spec.validations[${index}].expression`, expression),
    ...warningsOf(`spec.validations[${index}].messageExpression`, messageExpression),
  ]);
}

function matchedTypes({ spec }: ValidatingAdmissionPolicy, kinds: readonly KindDefinition[]): CheckedType[] {
  const checkedTypes = new Map<string, CheckedType>();
  for (const { apiGroups = [], apiVersions = [], resources = [] } of spec?.matchConstraints?.resourceRules ?? []) {
    if ([...apiGroups, ...apiVersions].some((text) => text.includes('*'))) continue;
    for (const group of apiGroups)
      for (const version of apiVersions)
        for (const resource of resources.filter((text) => !/[*/]/.test(text))) {
          const type = checkedType(kinds, { group, version, resource });
          if (type !== undefined) checkedTypes.set(type.name, type);
        }
  }
  return [...checkedTypes.values()].sort((a, b) => compareText(a.name, b.name)).slice(0, TYPES_MAX);
}

function checkedType(
  kinds: readonly KindDefinition[],
  wantedResource: { readonly group: string; readonly version: string; readonly resource: string },
): CheckedType | undefined {
  const kind = kinds.find(({ group, resource }) => group === wantedResource.group && resource === wantedResource.resource);
  const type = kind && serves(kind, wantedResource.version) ? resourceType(kind, wantedResource.version) : undefined;
  return kind && type && { name: `${wantedResource.group}/${wantedResource.version}, Kind=${kind.kind}`, type };
}

function typeOf(kinds: readonly KindDefinition[], apiVersion: string, name: string): DeclaredType | undefined {
  const slash = apiVersion.indexOf('/');
  const [wantedGroup, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const kind = kinds.find((one) => one.group === wantedGroup && one.kind === name && serves(one, version));
  return kind && resourceType(kind, version);
}

function serves({ version, forms = [] }: KindDefinition, wantedVersion: string): boolean {
  return version === wantedVersion || forms.some((form) => form.version === wantedVersion);
}
