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

  constructor(state: { key: ObjectKey; revision: Revision; json: string; object?: KubeObject }) {
    this.key = state.key;
    this.revision = state.revision;
    this.json = state.json;
    this.#object = state.object;
  }

  /** Deep-frozen. */
  get object(): KubeObject {
    this.#object ??= deepFreeze(parseJson(this.json) as KubeObject);
    return this.#object;
  }
}
