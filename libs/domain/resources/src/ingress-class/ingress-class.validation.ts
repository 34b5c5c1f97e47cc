import {
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { validateDomainPrefixedPath } from '../generic/domain-prefixed-path.ts';
import { complaints } from '../generic/field-checks.ts';
import { validateTypedReference } from '../generic/typed-reference.ts';
import { checkSupported } from '../pod-template/validation/field-checks.ts';
import type { IngressClass } from './ingress-class.ts';

const CONTROLLER_BYTES_MAX = 250;
const SCOPES = ['Cluster', 'Namespace'];

type Parameters = NonNullable<NonNullable<IngressClass['spec']>['parameters']>;

/** Models `ValidateIngressClass` of `pkg/apis/networking/validation/validation.go`. */
export function validateIngressClass({ metadata = {}, spec = {} }: IngressClass): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateController(spec.controller ?? '', 'spec.controller'),
    ...(spec.parameters ? validateParameters(spec.parameters, 'spec.parameters') : []),
  ];
}

/** Keeps the controller immutable. Models `ValidateIngressClassUpdate`. */
export function validateIngressClassUpdate(next: IngressClass, previous: IngressClass): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateImmutable(next.spec?.controller ?? '', previous.spec?.controller ?? '', 'spec.controller'),
    ...validateIngressClass(next),
  ];
}

function validateController(controller: string, path: string): FieldError[] {
  const tooLong = utf8Length(controller) > CONTROLLER_BYTES_MAX;
  return [...(tooLong ? [fieldErrors.tooLong(path, CONTROLLER_BYTES_MAX)] : []), ...validateDomainPrefixedPath(controller, path)];
}

/** Models `validateIngressClassParametersReference`. */
function validateParameters(parameters: Parameters, path: string): FieldError[] {
  return [
    ...validateTypedReference(parameters, path),
    ...checkSupported(`${path}.scope`, parameters.scope, SCOPES),
    ...validateNamespace(parameters, `${path}.namespace`),
  ];
}

function validateNamespace({ scope, namespace }: Parameters, path: string): FieldError[] {
  if (scope === 'Cluster') return namespace === undefined ? [] : [fieldErrors.forbidden(path, "`parameters.scope` is set to 'Cluster'")];
  if (scope !== 'Namespace') return [];
  if (namespace === undefined) return [fieldErrors.required(path, "`parameters.scope` is set to 'Namespace'")];
  return complaints(namespace, dns1123Label(namespace), path);
}
