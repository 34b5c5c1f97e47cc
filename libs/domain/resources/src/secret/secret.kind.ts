import { ageColumn, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change, KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { secretStrategy } from './secret.strategy.ts';
import type { Secret } from './secret.ts';

/** Secret. Models `pkg/registry/core/secret`. */
export const secretKind: KindDefinition<Secret> = {
  ...resources.secrets,
  listKind: 'SecretList',
  singular: 'secret',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.core.v1.Secret',
  strategy: secretStrategy,
  columns: [
    nameColumn,
    { name: 'Type', type: 'string', description: 'What the secret is for', cell: (secret) => secret.type ?? '' },
    { name: 'Data', type: 'string', description: 'Number of keys', cell: (secret) => Object.keys(secret.data ?? {}).length },
    ageColumn,
  ],
  selectableFields: { type: (secret) => secret.type ?? '' },
  event: secretEvent,
  confidential: true,
};

/** Reports changed data without keys. */
function secretEvent(change: Change<Secret>): LifeCycleEvent<'Secret'> {
  const event = lifeCycleEvent('Secret', change);
  if (event.type !== 'SecretUpdated') return event;
  const changedFields = new Set(event.data.changed.map((path) => (path.startsWith('data.') ? 'data' : path)));
  return { type: event.type, data: { changed: [...changedFields] } };
}
