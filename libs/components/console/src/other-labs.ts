import type { ApiAnswer, ApiRequest } from '@klockwork/http-api';
import type { StopSignal } from '@klockwork/kernel';

/** Lab whose console shows others beside it, or one of these others. */
export interface KnownLab {
  /** Name for people, such as `second`. */
  readonly name: string;
  /** Data folder. */
  readonly path: string;
  /** Set for a fork and an opened tape: the last revision of its copy. */
  readonly forkedAt?: number;
}

/** Lab of the same user on the same machine. */
export interface OtherLab extends KnownLab {
  /** Short text of letters and digits, which stays the same. */
  readonly id: string;
  readonly isRunning: boolean;
  readonly isTape: boolean;
  /** Address of its own console, which has a login of its own. */
  readonly console?: string;
}

/** Answer of `/labs`: the lab of the console, and those beside it. */
export interface LabList {
  readonly own: KnownLab;
  readonly others: readonly OtherLab[];
}

/** Labs that a user has placed beside this one. */
export interface OtherLabs {
  list(): Promise<LabList>;
  /** Reads `path` of the API of another lab, as its administrator. Undefined for an unknown id. Rejects with OutboundError. */
  read(id: string, request: OtherLabRead): Promise<ApiAnswer | undefined>;
}

/** Request to another lab: credentials and other headers of the page are not part of it. */
export interface OtherLabRead {
  /** Path with query. */
  readonly path: string;
  readonly accept: string;
  readonly stop: StopSignal;
}

/** First segment of the paths of other labs: `/labs/ID/klockwork/v1/log`. */
export const LABS = 'labs';
/** Paths that comparisons need. Programs, Secrets and writes of other labs stay out of reach. */
const READ: ReadonlySet<string> = new Set([
  ...['klockwork/v1/log', 'klockwork/v1/changes', 'klockwork/v1/moments', 'klockwork/v1/clock'],
  ...['api/v1/nodes', 'api/v1/pods'],
]);
/** Parameters of answers without an end. */
const ENDLESS = /(?:^|&)(?:follow|watch)=/;

/** Returns the request for another lab, `list` for their list, or undefined for all that is not relayed. */
export function otherLabRead(
  { method, query, headers, stop }: ApiRequest,
  [, id, ...segments]: readonly string[],
): 'list' | (OtherLabRead & { readonly id: string }) | undefined {
  if (method !== 'GET' || headers.upgrade !== undefined) return undefined;
  if (id === undefined) return 'list';
  const isPast = segments[0] === 'at' && /^\d+$/.test(segments[1] ?? '');
  if (!READ.has((isPast ? segments.slice(2) : segments).join('/')) || ENDLESS.test(query)) return undefined;
  const path = `/${segments.join('/')}${query === '' ? '' : `?${query}`}`;
  return { id, path, accept: headers.accept ?? 'application/json', stop };
}
