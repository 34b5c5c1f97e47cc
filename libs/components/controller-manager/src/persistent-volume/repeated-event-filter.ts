import type { Key, Plan } from '@klockwork/controller-runtime';

/** Suppresses repeated Events about an unchanged state: each reconcile would increase the Event count. */
export class RepeatedEventFilter {
  readonly #texts = new Map<Key, string>();

  /** Removes Events of `plan` equal to the previous ones of `key`. */
  filter(key: Key, plan: Plan): Plan {
    const records = plan.stages.flat().flatMap((action) => (action.type === 'record' ? [`${action.reason} ${action.message}`] : []));
    const text = records.join('\n');
    const before = this.#texts.get(key);
    if (text === '') this.#texts.delete(key);
    else this.#texts.set(key, text);
    if (text === '' || text !== before) return plan;
    const stages = plan.stages.map((actions) => actions.filter((action) => action.type !== 'record')).filter(({ length }) => length > 0);
    return { ...plan, stages };
  }

  forget(key: Key): void {
    this.#texts.delete(key);
  }
}
