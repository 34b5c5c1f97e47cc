import { CountingActivity } from '@klockwork/kernel';

/** Returns the Activity of a Node.js process: a turn is a setImmediate, which follows all microtasks and nextTicks. */
export function hostActivity(): CountingActivity {
  return new CountingActivity((then) => void setImmediate(then));
}
