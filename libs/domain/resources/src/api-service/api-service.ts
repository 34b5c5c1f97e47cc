import type { KubeObject } from '../object.ts';

/** Condition of an APIService. */
export interface ApiServiceCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

/** Spec of an {@link ApiService}. */
export interface ApiServiceSpec {
  group?: string;
  version?: string;
  /** Server of the group version; absent for a local one. */
  service?: { namespace?: string; name?: string; port?: number };
  /** Trusted authorities: PEM in base64. */
  caBundle?: string;
  insecureSkipTLSVerify?: boolean;
  groupPriorityMinimum?: number;
  versionPriority?: number;
}

/** APIService: the server of a group version. */
export interface ApiService extends KubeObject {
  spec?: ApiServiceSpec;
  status?: { conditions?: ApiServiceCondition[] };
}

/** Condition of every local APIService. */
const LOCAL = { type: 'Available', status: 'True', reason: 'Local', message: 'Local APIServices are always available' } as const;

/** Returns the condition `Available`. */
export function availability({ status }: ApiService): ApiServiceCondition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Available');
}

/** Sets the condition of a local APIService; `now`: API time. */
export function setLocal(draft: ApiService, now: string): void {
  setAvailability(draft, LOCAL, now);
}

/** Sets a condition; its time is `now` if its status changes. Models `SetAPIServiceCondition`. */
export function setAvailability(draft: ApiService, condition: Omit<ApiServiceCondition, 'lastTransitionTime'>, now: string): void {
  const { conditions = [] } = draft.status ?? {};
  const previous = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime = previous?.status === condition.status ? (previous.lastTransitionTime ?? now) : now;
  const next = { ...previous, ...condition, lastTransitionTime };
  draft.status = { conditions: previous === undefined ? [...conditions, next] : conditions.map((one) => (one === previous ? next : one)) };
}
