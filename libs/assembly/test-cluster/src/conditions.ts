import { judgeWaitCondition, parseWaitCondition } from '@klockwork/api-machinery';
import type { ClusterState, Condition } from './public.ts';

/** Condition with its text for messages. */
export interface NamedCondition {
  readonly text: string;
  /** Object that the condition is about; absent for a function. */
  readonly object?: string;
  holds(state: ClusterState): boolean;
}

/** Returns a condition in its one form. Throws an Error for a text that names none. */
export function namedCondition(condition: Condition): NamedCondition {
  if (typeof condition === 'function') return { text: functionText(condition), holds: condition };
  const text = condition.trim();
  const [object = '', ...words] = text.split(/\s+/);
  const waitCondition = parseWaitCondition(words.join(' '));
  if ('problem' in waitCondition)
    throw new Error(`${JSON.stringify(condition)} is no condition such as "deploy/web condition=Available": ${waitCondition.problem}`);
  return { text, object, holds: (state) => judgeWaitCondition(waitCondition, state.get(object)).met };
}

const TEXT_CHARACTERS_MAX = 120;

function functionText(condition: (state: ClusterState) => boolean): string {
  const source = String(condition).replaceAll(/\s+/g, ' ');
  return source.length > TEXT_CHARACTERS_MAX ? `${source.slice(0, TEXT_CHARACTERS_MAX)}…` : source;
}
