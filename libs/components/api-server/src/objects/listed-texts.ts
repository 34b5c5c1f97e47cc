import type { ListedObject } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';

/** Returns whether an object belongs to a list. */
export type Selects = (object: KubeObject) => boolean;

/** Yields texts of objects, each built when taken; empty for unselected ones. */
export function textsOf(
  objects: readonly ListedObject[],
  textOf: (object: ListedObject) => string,
  selects: Selects | undefined,
): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const object of objects) yield selects === undefined || selects(passingObject(object)) ? textOf(object) : '';
    },
  };
}

/** Returns an object's value for a list, which reads each value once. A parsed value is not cached. */
export function passingObject(object: ListedObject): KubeObject {
  return object.passing ?? object.object;
}
