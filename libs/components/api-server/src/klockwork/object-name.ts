import { statusErrors } from '@klockwork/api-machinery';
import { type NamedObject, objectNamed } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';

export type { NamedObject } from '@klockwork/event-store';

/**
 * Parses an object name like kubectl: `pods/web`, `po/web`, `deployment.apps/web`, `deployment.v1.apps/web`; and `pods/shop/web`.
 * `namespace`: default. Throws NotFound for an unknown resource, BadRequest for another form.
 */
export function namedObject(kinds: readonly KindDefinition[], object: string, namespace: string): NamedObject {
  const lookup = objectNamed(kinds, object, namespace);
  if ('key' in lookup) return lookup;
  throw lookup.unknown === true ? statusErrors.notFoundMessage(lookup.problem) : statusErrors.badRequest(lookup.problem);
}
