import { CountingActivity } from '@klockwork/kernel';

/** The Activity of a Node.js process: a turn is a setImmediate, after which every microtask and nextTick has run. */
export function hostActivity(): CountingActivity {
  return new CountingActivity((then) => void setImmediate(then));
}
