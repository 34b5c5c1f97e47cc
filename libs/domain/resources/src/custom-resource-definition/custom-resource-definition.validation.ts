import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateGenericMeta,
  validateGenericMetaUpdate,
  validateImmutable,
} from '@klockwork/api-machinery';
import type { CustomResourceDefinitionSpec } from '@klockwork/kubernetes-types';
import { oneOf } from '../generic/field-checks.ts';
import { approvalErrors } from './api-approval.ts';
import { type CustomResourceDefinition, isEstablished } from './custom-resource-definition.ts';
import { validateNames } from './names.validation.ts';
import { validateVersions } from './versions.validation.ts';

const PRESERVING = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';

/** Models `ValidateCustomResourceDefinition` of `apiextensions/validation/validation.go`. */
export function validateDefinition(definition: CustomResourceDefinition): FieldError[] {
  const { metadata, spec } = definition;
  const wantedName = `${spec?.names?.plural ?? ''}.${spec?.group ?? ''}`;
  const nameFn = (name: string) => [
    ...dns1123Subdomain(name),
    ...(name === wantedName ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
  return [
    ...validateGenericMeta(metadata ?? {}, { namespaced: false, nameFn, path: 'metadata' }),
    ...validateSpec(spec),
    ...validateStored(definition),
    ...approvalErrors(definition),
    ...preservingErrors(spec),
  ];
}

/** Models `ValidateCustomResourceDefinitionUpdate`. */
export function validateDefinitionUpdate(next: CustomResourceDefinition, previous: CustomResourceDefinition): FieldError[] {
  const [spec, before] = [next.spec, previous.spec];
  const fixedErrors = isEstablished(previous)
    ? [
        ...validateImmutable(spec?.scope, before?.scope, 'spec.scope'),
        ...validateImmutable(spec?.names?.kind, before?.names?.kind, 'spec.names.kind'),
      ]
    : [];
  return [
    ...validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateSpec(spec, before),
    ...fixedErrors,
    ...validateImmutable(spec?.group, before?.group, 'spec.group'),
    ...validateImmutable(spec?.names?.plural, before?.names?.plural, 'spec.names.plural'),
    ...validateStored(next),
    ...approvalErrors(next, previous),
    ...(before?.preserveUnknownFields ? [] : preservingErrors(spec)),
  ];
}

/** Models `ValidateUpdateCustomResourceDefinitionStatus`. */
export function validateDefinitionStatus(next: CustomResourceDefinition, previous: CustomResourceDefinition): FieldError[] {
  return [
    ...validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateNames(next.status?.acceptedNames, 'status.acceptedNames'),
  ];
}

function validateSpec(spec: CustomResourceDefinitionSpec | undefined, previous?: CustomResourceDefinitionSpec): FieldError[] {
  return [
    ...validateGroup(spec?.group ?? ''),
    ...oneOf(spec?.scope, ['Cluster', 'Namespaced'], 'spec.scope'),
    ...validateVersions(spec?.versions ?? [], previous?.versions),
    ...requiredNames(spec),
    ...validateNames(spec?.names, 'spec.names'),
    ...validateConversion(spec?.conversion),
  ];
}

function validateGroup(group: string): FieldError[] {
  if (group === '') return [fieldErrors.required('spec.group')];
  const problems = dns1123Subdomain(group);
  if (problems.length > 0) return [fieldErrors.invalid('spec.group', group, problems.join(','))];
  return group.includes('.') ? [] : [fieldErrors.invalid('spec.group', group, 'should be a domain with at least one dot')];
}

function requiredNames(spec: CustomResourceDefinitionSpec | undefined): FieldError[] {
  const names = ['plural', 'singular', 'kind', 'listKind'] as const;
  return names.filter((name) => !spec?.names?.[name]).map((name) => fieldErrors.required(`spec.names.${name}`));
}

/** Models `validateCustomResourceConversion`. Field names are those of the internal type. */
function validateConversion(conversion: CustomResourceDefinitionSpec['conversion']): FieldError[] {
  if (!conversion) return [];
  const { strategy, webhook } = conversion;
  const wrong = oneOf(strategy, ['None', 'Webhook'], 'spec.conversion.strategy');
  const path = 'spec.conversion.webhookClientConfig';
  if (strategy !== 'Webhook')
    return [
      ...wrong,
      ...(webhook?.clientConfig ? [fieldErrors.forbidden(path, 'should not be set when strategy is not set to Webhook')] : []),
    ];
  if (!webhook?.clientConfig) return [...wrong, fieldErrors.required(path, 'required when strategy is set to Webhook')];
  const { url, service } = webhook.clientConfig;
  const both = (url === undefined) === (service === undefined);
  return both ? [...wrong, fieldErrors.required(path, 'exactly one of url or service is required')] : wrong;
}

/** Models `ValidateCustomResourceDefinitionStoredVersions`. */
function validateStored({ spec, status }: CustomResourceDefinition): FieldError[] {
  const path = 'status.storedVersions';
  const storedVersions = status?.storedVersions ?? [];
  if (storedVersions.length === 0) return [fieldErrors.invalid(path, storedVersions, 'must have at least one stored version')];
  const versions = spec?.versions ?? [];
  const missing = versions.filter(({ name, storage }) => storage && !storedVersions.includes(name));
  return [
    ...missing.map(({ name }) => fieldErrors.invalid(path, storedVersions, `must have the storage version ${name}`)),
    ...storedVersions.flatMap((name, index) =>
      versions.some((version) => version.name === name) ? [] : [fieldErrors.invalid(`${path}[${index}]`, name, missingText(name))],
    ),
  ];
}

function missingText(name: string): string {
  const until = `until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
  return `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions ${until}`;
}

/** Models `validatePreserveUnknownFields`. */
function preservingErrors(spec: CustomResourceDefinitionSpec | undefined): FieldError[] {
  return spec?.preserveUnknownFields ? [fieldErrors.invalid('spec.preserveUnknownFields', true, PRESERVING)] : [];
}
