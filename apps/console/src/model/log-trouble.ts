/** Part of a log event that tells of trouble. */
interface JudgedEvent {
  readonly type: string;
  readonly object?: JudgedObject | undefined;
}

interface JudgedObject {
  /** Type of an Event: `Normal` or `Warning`. */
  readonly type?: unknown;
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly JudgedContainer[];
    readonly initContainerStatuses?: readonly JudgedContainer[];
  };
}

interface JudgedContainer {
  readonly state?: { readonly waiting?: { readonly reason?: string }; readonly terminated?: { readonly exitCode?: number } };
}

const TROUBLE = /(?:Failed|NotReady|Unschedulable|Evicted|Lost|FaultReported|NodeTainted)$/;
const WAITS = /BackOff|Err|Error|Invalid|Never/;

/** True for events that tell of a failure: by their type, as a Warning, or by the state of a pod's containers. */
export function isTrouble({ type, object }: JudgedEvent): boolean {
  if (TROUBLE.test(type)) return true;
  if (type.startsWith('EventReported')) return object?.type === 'Warning';
  if (type !== 'PodStatusReported') return false;
  const { phase, containerStatuses = [], initContainerStatuses = [] } = object?.status ?? {};
  return phase === 'Failed' || [...containerStatuses, ...initContainerStatuses].some(hasFailed);
}

function hasFailed({ state }: JudgedContainer): boolean {
  return WAITS.test(state?.waiting?.reason ?? '') || (state?.terminated?.exitCode ?? 0) !== 0;
}
