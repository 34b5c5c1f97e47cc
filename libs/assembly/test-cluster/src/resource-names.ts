import { type KindNames, kindNamed, objectNamed } from '@klockwork/event-store';
import { allKinds, type ObjectKey } from '@klockwork/resources';

/** Returns the kind of a kubectl name. Throws an Error for an unknown name. */
export function resourceNamed(customKinds: readonly KindNames[], word: string): KindNames {
  const kind = kindNamed<KindNames>(kindsWith(customKinds), word);
  if (kind === undefined) throw new Error(`the server doesn't have a resource type ${JSON.stringify(word)}`);
  return kind;
}

/** Returns the key of `pods/web` (in `default`), `pods/shop/web` or `nodes/node-1`. Throws an Error for other names. */
export function objectOf(customKinds: readonly KindNames[], object: string): ObjectKey {
  const named = objectNamed<KindNames>(kindsWith(customKinds), object, 'default');
  if ('problem' in named) throw new Error(named.problem);
  return named.key;
}

function kindsWith(customKinds: readonly KindNames[]): readonly KindNames[] {
  return customKinds.length === 0 ? allKinds : [...allKinds, ...customKinds];
}
