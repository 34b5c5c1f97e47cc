import { deepFreeze, parseJson } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Revision } from './revision.ts';

/**
 * Revision of an object: its JSON text, created once, and its value, frozen and shared. After a start only the text exists; the first
 * use parses the value.
 */
export class LiveObject {
  readonly key: ObjectKey;
  readonly revision: Revision;
  readonly json: string;
  #object: KubeObject | undefined;
  /** Last parsed value of a loosely held object, while in use. */
  #loose: WeakRef<KubeObject> | undefined;
  #isLoose = false;

  constructor(state: { key: ObjectKey; revision: Revision; json: string; object?: KubeObject }) {
    this.key = state.key;
    this.revision = state.revision;
    this.json = state.json;
    this.#object = state.object;
  }

  /** Deep-frozen value. */
  get object(): KubeObject {
    const heldObject = this.#object ?? this.#loose?.deref();
    if (heldObject !== undefined) return heldObject;
    const parsedObject = deepFreeze(parseJson(this.json) as KubeObject);
    if (this.#isLoose) this.#loose = new WeakRef(parsedObject);
    else this.#object = parsedObject;
    return parsedObject;
  }

  /** Returns the value for a single read: a value that has to be parsed is not kept. Deep-frozen if it is held. */
  get passing(): KubeObject {
    return this.#object ?? this.#loose?.deref() ?? (parseJson(this.json) as KubeObject);
  }

  /** Returns a copy that holds only the text: each use parses the value, unless another reader still holds it. */
  loose(): LiveObject {
    const { key, revision, json } = this;
    const same = new LiveObject({ key, revision, json });
    same.#isLoose = true;
    return same;
  }
}
