/** Colour of a thing by its condition. */
export type Tone = 'good' | 'busy' | 'bad' | 'done' | 'unknown';

const DONE: ReadonlySet<string> = new Set(['Completed', 'Succeeded']);
const BUSY: ReadonlySet<string> = new Set(['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating', 'SchedulingGated']);
const RUNNING = 'Running';

/** Returns the tone of a pod from its cells `Status` (`CrashLoopBackOff`) and `Ready` (`1/2`) in `kubectl get pods`. */
export function podTone(status: string, ready: string): Tone {
  if (status === RUNNING) {
    const [count, of] = ready.split('/');
    return count === of ? 'good' : 'busy';
  }
  if (DONE.has(status)) return 'done';
  if (status === 'Unknown') return 'unknown';
  return BUSY.has(status) || /^Init:\d+\/\d+$/.test(status) ? 'busy' : 'bad';
}

/** Returns the tone of a node from its cell `Status`: `Ready,SchedulingDisabled`. */
export function nodeTone(status: string): Tone {
  const words = status.split(',');
  if (words[0] !== 'Ready') return 'bad';
  return words.length > 1 ? 'busy' : 'good';
}
