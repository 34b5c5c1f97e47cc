import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  pathSegment,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { nameColumn } from '../generic/columns.ts';
import { complaints } from '../generic/field-checks.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { strictAddressProblems } from '../generic/strict-address.ts';
import { requiredSegment } from '../generic/typed-reference.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { IPAddress } from './ip-address.ts';

/** IPAddress: an allocated address. Models `pkg/registry/networking/ipaddress`. */
export const ipAddressKind: KindDefinition<IPAddress> = {
  ...resources.ipAddresses,
  listKind: 'IPAddressList',
  singular: 'ipaddress',
  shortNames: ['ip'],
  categories: [],
  definition: 'io.k8s.api.networking.v1.IPAddress',
  strategy: {
    default() {},
    prepareForCreate() {},
    prepareForUpdate() {},
    validate,
    validateUpdate: (next, previous) => [
      ...validate(next),
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateImmutable(next.spec?.parentRef, previous.spec?.parentRef, 'spec.parentRef'),
    ],
  },
  columns: [nameColumn, { name: 'ParentRef', type: 'string', description: 'The object that has the address', cell: parentText }],
  selectableFields: {},
  event: (change) => lifeCycleEvent('IPAddress', change),
};

/** `services/default/kubernetes`. */
function parentText({ spec }: IPAddress): string {
  if (!spec?.parentRef) return '<none>';
  const { group, resource, namespace, name } = spec.parentRef;
  return [group ? `${resource}.${group}` : resource, ...(namespace ? [namespace] : []), name].join('/');
}

/** Models `ValidateIPAddress`. */
function validate({ metadata = {}, spec }: IPAddress): FieldError[] {
  const path = 'spec.parentRef';
  const meta = validateObjectMeta(metadata, { namespaced: false, nameFn: strictAddressProblems, path: 'metadata' });
  if (!spec?.parentRef) return [...meta, fieldErrors.required(path)];
  const { group, resource, namespace, name } = spec.parentRef;
  return [
    ...meta,
    ...(group ? complaints(group, dns1123Subdomain(group), `${path}.group`) : []),
    ...requiredSegment(resource, `${path}.resource`),
    ...requiredSegment(name, `${path}.name`),
    ...(namespace ? complaints(namespace, pathSegment(namespace), `${path}.namespace`) : []),
  ];
}
