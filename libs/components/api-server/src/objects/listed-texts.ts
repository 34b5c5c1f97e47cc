import type { ListedObject } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';

/** Whether an object belongs to a list. */
export type Selects = (object: KubeObject) => boolean;

/** The texts of objects, each made when it is taken; empty for those that are not selected. */
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

/** Returns an object's value for a list, which reads each value once. A value that has to be parsed is not kept. */
export function passingObject(listed: ListedObject): KubeObject {
  return listed.passing ?? listed.object;
}
