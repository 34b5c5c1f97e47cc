import { dns1123Subdomain, type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import type { Binding } from './binding.ts';
import { RBAC_GROUP, type RoleRef, type Subject } from './rbac.ts';

const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** Validates subjects and role of a binding. `roleKinds`: permitted kinds of roles. Models `ValidateRoleBinding`. */
export function validateBinding(
  { roleRef, subjects }: Binding,
  roleKinds: readonly string[],
  scope: 'namespace' | 'cluster',
): FieldError[] {
  const { apiGroup = '', kind = '', name = '' } = roleRef ?? {};
  return [
    ...oneOf(apiGroup, [RBAC_GROUP], 'roleRef.apiGroup'),
    ...oneOf(kind, roleKinds, 'roleRef.kind'),
    ...(name === '' ? [fieldErrors.required('roleRef.name')] : complaints(name, pathSegment(name), 'roleRef.name')),
    ...(subjects ?? []).flatMap((subject, index) => subjectErrors(subject, scope, `subjects[${index}]`)),
  ];
}

/** Keeps the role immutable; subjects may change. */
export function validateRoleUnchanged(next: RoleRef | undefined, previous: RoleRef | undefined): FieldError[] {
  const [after, before] = [asGo(next), asGo(previous)];
  const same = after.APIGroup === before.APIGroup && after.Kind === before.Kind && after.Name === before.Name;
  return same ? [] : [fieldErrors.invalid('roleRef', after, 'cannot change roleRef')];
}

/** As upstream's internal type prints it. */
function asGo(ref: Partial<RoleRef> = {}) {
  return { APIGroup: ref.apiGroup ?? '', Kind: ref.kind ?? '', Name: ref.name ?? '' };
}

function subjectErrors(subject: Partial<Subject>, scope: 'namespace' | 'cluster', path: string): FieldError[] {
  const { kind = '', name = '' } = subject;
  const unnamedErrors = name === '' ? [fieldErrors.required(`${path}.name`)] : [];
  if (kind === 'ServiceAccount') return [...unnamedErrors, ...accountErrors(subject, scope, path)];
  if (kind !== 'User' && kind !== 'Group') return [...unnamedErrors, fieldErrors.notSupported(`${path}.kind`, kind, SUBJECT_KINDS)];
  return [...unnamedErrors, ...oneOf(subject.apiGroup ?? '', [RBAC_GROUP], `${path}.apiGroup`)];
}

function accountErrors(
  { name = '', namespace = '', apiGroup = '' }: Partial<Subject>,
  scope: 'namespace' | 'cluster',
  path: string,
): FieldError[] {
  return [
    ...(name === '' ? [] : complaints(name, dns1123Subdomain(name), `${path}.name`)),
    ...oneOf(apiGroup, [''], `${path}.apiGroup`),
    ...(scope === 'cluster' && namespace === '' ? [fieldErrors.required(`${path}.namespace`)] : []),
  ];
}

/** Absent values are reported as unsupported, not as required. */
function oneOf(value: string, choices: readonly string[], field: string): FieldError[] {
  return choices.includes(value) ? [] : [fieldErrors.notSupported(field, value, choices)];
}
