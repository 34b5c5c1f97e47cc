import { statusErrors } from '@klockwork/api-machinery';
import type { KindDefinition, ObjectKey } from '@klockwork/resources';

/** An object that was named, and the kind it is of. */
export interface NamedObject {
  readonly kind: KindDefinition;
  readonly key: ObjectKey;
}

/** Reads `pods/web`, `po/web` or `pods/shop/web`; `namespace` holds where the name says none. Throws BadRequest. */
export function namedObject(kinds: readonly KindDefinition[], object: string, namespace: string): NamedObject {
  const parts = object.split('/');
  const [said = '', name = ''] = [parts[0], parts.at(-1)];
  const kind = kinds.find((one) => namesOf(one).includes(said));
  if (parts.length < 2 || parts.length > 3 || parts.includes('') || kind === undefined)
    throw statusErrors.badRequest(`object must be a resource and a name such as pods/web, not ${JSON.stringify(object)}`);
  const within = kind.namespaced ? (parts.length === 3 ? (parts[1] as string) : namespace) : '';
  return { kind, key: { group: kind.group, resource: kind.resource, namespace: within, name } };
}

/** As kubectl takes them: `deployments`, `deployment`, `deploy`, `deployments.apps`. */
function namesOf({ resource, singular, shortNames, group }: KindDefinition): string[] {
  return [resource, singular, ...shortNames, ...(group === '' ? [] : [`${resource}.${group}`])];
}
