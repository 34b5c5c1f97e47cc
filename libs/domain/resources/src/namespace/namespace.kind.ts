import { ageColumn, nameColumn } from '../generic/columns.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { namespaceEvent } from './namespace.events.ts';
import { namespaceFinalize, namespaceStrategy } from './namespace.strategy.ts';
import type { Namespace } from './namespace.ts';
import { validateNamespaceStatus } from './namespace.validation.ts';

/** Namespace. Models `pkg/registry/core/namespace`. */
export const namespaceKind: KindDefinition<Namespace> = {
  ...resources.namespaces,
  listKind: 'NamespaceList',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  definition: 'io.k8s.api.core.v1.Namespace',
  strategy: namespaceStrategy,
  status: statusStrategy<Namespace>({ validate: validateNamespaceStatus }),
  projected: { finalize: namespaceFinalize },
  columns: [
    nameColumn,
    { name: 'Status', type: 'string', description: 'Active or Terminating', cell: (namespace) => namespace.status?.phase ?? '' },
    ageColumn,
  ],
  // Upstream's accidental field `name`, an alias of `metadata.name` that clients use.
  selectableFields: { 'status.phase': (namespace) => namespace.status?.phase ?? '' },
  event: namespaceEvent,
};
