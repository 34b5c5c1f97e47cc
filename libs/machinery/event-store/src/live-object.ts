import { deepFreeze, parseJson } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Revision } from './log-event.ts';

/**
 * One revision of an object: its JSON text, made once, and its value, frozen and shared.
 * At start-up only the text is there: the value is parsed when somebody first asks for it.
 */
export class LiveObject {
  readonly key: ObjectKey;
  readonly revision: Revision;
  readonly json: string;
  #object: KubeObject | undefined;
  /** Of one that is held loosely: what was parsed last, as long as somebody has it. */
  #loose: WeakRef<KubeObject> | undefined;
  #isLoose = false;

  constructor(state: { key: ObjectKey; revision: Revision; json: string; object?: KubeObject }) {
    this.key = state.key;
    this.revision = state.revision;
    this.json = state.json;
    this.#object = state.object;
  }

  /** Deep-frozen. */
  get object(): KubeObject {
    const held = this.#object ?? this.#loose?.deref();
    if (held !== undefined) return held;
    const parsed = deepFreeze(parseJson(this.json) as KubeObject);
    if (this.#isLoose) this.#loose = new WeakRef(parsed);
    else this.#object = parsed;
    return parsed;
  }

  /** Returns the value for a single read: a value that has to be parsed is not kept. Deep-frozen if it is held. */
  get passing(): KubeObject {
    return this.#object ?? this.#loose?.deref() ?? (parseJson(this.json) as KubeObject);
  }

  /** The same, of which only the text is held: whoever asks for the value has it parsed anew when nobody else has it. */
  loose(): LiveObject {
    const { key, revision, json } = this;
    const same = new LiveObject({ key, revision, json });
    same.#isLoose = true;
    return same;
  }
}
