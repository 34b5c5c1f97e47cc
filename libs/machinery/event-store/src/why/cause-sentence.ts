import type { Cause } from '../cause.ts';

/**
 * Returns a cause as a clause: `because the timer taint-eviction fired, set at rev 760`. `along`: further causing events. `type`: type of
 * the caused event.
 */
export function causeSentence(cause: Cause, along: readonly number[] = [], type = ''): string {
  const too = along.length === 0 ? '' : `; also after rev ${along.join(', ')}`;
  return `${firstCause(cause, type)}${too}`;
}

/** Requests that Kubernetes implements by creating a subresource, by event type. */
const REQUESTS: Readonly<Record<string, string>> = { PodEvicted: 'evict', PodBound: 'bind' };

function firstCause({ trigger, name, revision, container, timer }: Cause, type: string): string {
  switch (trigger) {
    case 'request':
      return `on request: ${REQUESTS[type] ?? name}`;
    case 'event':
      return `because of rev ${revision}`;
    case 'timer':
      return `because the timer ${name} fired, set at rev ${revision}`;
    case 'runtime':
      return `because ${doing(name ?? '', container)}, ${timer === undefined ? 'led to by' : `when the timer ${timer} fired, set at`} rev ${revision}`;
    case 'boot':
      return `because ${name} started`;
    case 'fault':
      return `because of a fault: ${name}`;
  }
}

/** Runtime actions by cause name. Unknown names are printed unchanged. */
const DOINGS: Readonly<Record<string, (container: string) => string>> = {
  'sandbox-ready': () => 'the sandbox was ready',
  'sandbox-failed': () => 'the sandbox could not be made',
  'sandbox-stopped': () => 'the sandbox was stopped',
  'image-pulled': (container) => `the image of container ${container} was pulled`,
  'image-refused': (container) => `the image of container ${container} could not be pulled`,
  'container-created': (container) => `container ${container} was created`,
  'container-started': (container) => `container ${container} was started`,
  'start-failed': (container) => `container ${container} could not be started`,
  'container-exited': (container) => `container ${container} exited`,
};

function doing(name: string, container: Cause['container']): string {
  const sentence = DOINGS[name]?.(container?.name ?? '') ?? [name, container?.name].filter(Boolean).join(' of container ');
  if (container?.exitCode === undefined) return sentence;
  const code = container.exitCode;
  return name === 'container-exited' ? `${sentence} with code ${code}` : `${sentence}, after it had exited with code ${code}`;
}
