import type { ListedObject } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';

/** Returns whether an object belongs to a list. */
export type Selects = (object: KubeObject) => boolean;

/** Yields texts of objects, each built when taken; empty for unselected ones. */
export function textsOf(
  objects: readonly ListedObject[],
  textOf: (listed: ListedObject) => string,
  selects: Selects | undefined,
): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const listed of objects) yield selects === undefined || selects(passingObject(listed)) ? textOf(listed) : '';
    },
  };
}

/** Returns an object's value for a list, which reads each value once. A parsed value is not cached. */
export function passingObject(listed: ListedObject): KubeObject {
  return listed.passing ?? listed.object;
}
