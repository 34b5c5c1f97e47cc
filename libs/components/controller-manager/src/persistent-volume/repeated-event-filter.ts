import type { Key, Plan } from '@klockwork/controller-runtime';

/** Keeps a controller from telling of an object's state again when nothing is done about it: each look would raise the event's count. */
export class RepeatedEventFilter {
  readonly #told = new Map<Key, string>();

  /** `plan` without the events that were the last ones told of `key`. */
  filter(key: Key, plan: Plan): Plan {
    const records = plan.stages.flat().flatMap((action) => (action.do === 'record' ? [`${action.reason} ${action.message}`] : []));
    const text = records.join('\n');
    const before = this.#told.get(key);
    if (text === '') this.#told.delete(key);
    else this.#told.set(key, text);
    if (text === '' || text !== before) return plan;
    const stages = plan.stages.map((actions) => actions.filter((action) => action.do !== 'record')).filter(({ length }) => length > 0);
    return { ...plan, stages };
  }

  forget(key: Key): void {
    this.#told.delete(key);
  }
}
