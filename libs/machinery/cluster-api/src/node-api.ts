import type { JsonObject } from '@klockwork/kernel';

/** What the api-server asks the agent of a node for `kubectl logs` (subject `node.<node>.logs`). */
export interface LogsRequest {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly previous: boolean;
  /** From the answer before; the first question has none. */
  readonly cursor?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lab time in ms. */
  readonly sinceTime?: number;
  /** Wait for lines when there are none: the answer comes with the first line, at the container's end, or after 10 s of lab time, empty. */
  readonly follow: boolean;
}

/** A page of lines, below 256 KiB. A refusal is `status`: the body of the Status that kubectl gets. */
export type LogsAnswer =
  | { readonly lines: readonly { readonly at: number; readonly text: string }[]; readonly cursor: string; readonly ended: boolean }
  | { readonly status: JsonObject };
