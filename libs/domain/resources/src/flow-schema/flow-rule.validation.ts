import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import type { FlowRule, FlowSubject } from './flow-schema.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
/** Subject kinds with their fields, in upstream's order of errors. */
const SUBJECTS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;
const KINDS = ['Group', 'ServiceAccount', 'User'];

type ResourceRule = NonNullable<FlowRule['resourceRules']>[number];
type NonResourceRule = NonNullable<FlowRule['nonResourceRules']>[number];

/** Validates subjects and requests at `path`. Models `ValidateFlowSchemaPolicyRulesWithSubjects`. */
export function validateFlowRule({ subjects = [], resourceRules = [], nonResourceRules = [] }: FlowRule, path: string): FieldError[] {
  const empty = resourceRules.length === 0 && nonResourceRules.length === 0;
  return [
    ...(subjects.length === 0 ? [fieldErrors.required(`${path}.subjects`, 'subjects must contain at least one value')] : []),
    ...subjects.flatMap((subject, index) => validateSubject(subject, `${path}.subjects[${index}]`)),
    ...(empty ? [fieldErrors.required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')] : []),
    ...resourceRules.flatMap((rule, index) => validateResourceRule(rule, `${path}.resourceRules[${index}]`)),
    ...nonResourceRules.flatMap((rule, index) => validateNonResourceRule(rule, `${path}.nonResourceRules[${index}]`)),
  ];
}

function validateSubject(subject: FlowSubject, path: string): FieldError[] {
  const { kind = '' } = subject;
  if (!Object.hasOwn(SUBJECTS, kind)) return [fieldErrors.notSupported(`${path}.kind`, kind, KINDS)];
  const own = SUBJECTS[kind as keyof typeof SUBJECTS];
  const others = Object.entries(SUBJECTS).filter(([, field]) => field !== own && subject[field]);
  const stray = others.map(([other, field]) =>
    fieldErrors.forbidden(`${path}.${field}`, `${field} is forbidden when subject kind is not '${other}'`),
  );
  if (!subject[own]) return [fieldErrors.required(`${path}.${own}`, `${own} is required when subject kind is '${kind}'`), ...stray];
  const namedErrors =
    own === 'serviceAccount' ? validateAccount(subject[own] ?? {}, `${path}.${own}`) : requireName(subject[own]?.name, `${path}.${own}`);
  return [...namedErrors, ...stray];
}

function requireName(name: string | undefined, path: string): FieldError[] {
  return name ? [] : [fieldErrors.required(`${path}.name`)];
}

function validateAccount({ name, namespace }: Partial<NonNullable<FlowSubject['serviceAccount']>>, path: string): FieldError[] {
  const at = `${path}.namespace`;
  return [
    ...requireName(name, path),
    ...(name && name !== '*' ? complaints(name, dns1123Subdomain(name), `${path}.name`) : []),
    ...(namespace
      ? complaints(namespace, dns1123Label(namespace), at)
      : [fieldErrors.required(at, 'must specify namespace for service account')]),
  ];
}

function validateResourceRule(rule: ResourceRule, path: string): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], clusterScope } = rule;
  const namespaces = rule.namespaces ?? [];
  const nowhere = namespaces.length === 0 && !clusterScope;
  return [
    ...validateVerbs(verbs, path),
    ...validateNames(apiGroups, `${path}.apiGroups`, 'resource rules must supply at least one api group', 'api groups'),
    ...validateNames(resources, `${path}.resources`, 'resource rules must supply at least one resource', 'resources'),
    ...(nowhere
      ? [fieldErrors.required(`${path}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace')]
      : validateNamespaces(namespaces, `${path}.namespaces`)),
  ];
}

function validateNamespaces(namespaces: readonly string[], path: string): FieldError[] {
  if (namespaces.includes('*')) return validateStar(namespaces, path, 'namespaces');
  return namespaces.flatMap((namespace, index) =>
    complaints(
      namespace,
      dns1123Label(namespace).map((problem) => `each member of this list must be '*' or a DNS-1123 label; ${problem}`),
      `${path}[${index}]`,
    ),
  );
}

function validateNonResourceRule({ verbs = [], nonResourceURLs: urls = [] }: NonResourceRule, path: string): FieldError[] {
  const at = `${path}.nonResourceURLs`;
  const names = validateNames(urls, at, 'nonResourceURLs must contain at least one value', 'non-resource URLs');
  const each = urls.includes('*') ? [] : urls.flatMap((url, index) => complaints(url, urlProblem(url), `${at}[${index}]`));
  return [...validateVerbs(verbs, path), ...names, ...each];
}

function validateVerbs(verbs: readonly string[], path: string): FieldError[] {
  const at = `${path}.verbs`;
  const names = validateNames(verbs, at, 'verbs must contain at least one value', 'verbs');
  const unknown = !verbs.includes('*') && verbs.some((verb) => !VERBS.includes(verb));
  return unknown ? [...names, fieldErrors.notSupported(at, verbs, VERBS)] : names;
}

function validateNames(names: readonly string[], path: string, none: string, what: string): FieldError[] {
  return names.length === 0 ? [fieldErrors.required(path, none)] : validateStar(names, path, what);
}

/** A star means all, so it must stand alone. */
function validateStar(names: readonly string[], path: string, what: string): FieldError[] {
  const crowded = names.length > 1 && names.includes('*');
  return crowded ? [fieldErrors.invalid(path, names, `if '*' is present, must not specify other ${what}`)] : [];
}

/** Models `ValidateNonResourceURLPath`: the first problem only. */
function urlProblem(url: string): string[] {
  if (url === '') return ['must not be empty'];
  if (url === '/') return [];
  if (!url.startsWith('/')) return ['must start with slash'];
  if (url.includes(' ')) return ['must not contain white-space'];
  if (url.includes('//')) return ['must not contain double slash'];
  const star = url.indexOf('*');
  const isSuffix = star < 0 || (star === url.length - 1 && url.endsWith('/*'));
  return isSuffix ? [] : ['wildcard can only do suffix matching'];
}
