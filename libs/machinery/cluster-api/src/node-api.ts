import type { Status } from '@klockwork/kernel';

/** Request of the api-server to a node's agent for `kubectl logs` (subject `node.<node>.logs`). */
export interface LogsRequest {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly previous: boolean;
  /** Cursor of the previous answer; absent in the first request. */
  readonly cursor?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lab time in ms. */
  readonly sinceTime?: number;
  /** Waits for new lines: the answer follows with the first line, at the container's end, or empty after 10 s of lab time. */
  readonly follow: boolean;
}

/** Log line; `partial` without a line break. */
interface LoggedLine {
  readonly at: number;
  readonly text: string;
  readonly partial?: true;
}

/** Page of lines, below 256 KiB. `status` is a refusal: the body of kubectl's Status. */
export type LogsAnswer =
  | { readonly lines: readonly LoggedLine[]; readonly cursor: string; readonly ended: boolean }
  | { readonly status: Status };

/** Container of a stream. The client end listens before the request, the agent end before its answer. */
interface StreamTarget {
  /** Session id: `subjects.session(session, 'client')` and `'agent'`. */
  readonly session: string;
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
}

/**
 * Request of the api-server to a node's agent for `kubectl exec` and `attach` (subjects `node.<node>.exec`, `node.<node>.attach`). The
 * client sends on the channels `stdin` and `resize` (TerminalSize as JSON), the agent on `stdout`, `stderr`, and finally `outcome`
 * (StreamOutcome as JSON); then the agent closes the session. If the client closes first, the command is killed.
 */
export interface StreamRequest extends StreamTarget {
  readonly container: string;
  /** Exec only. */
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/**
 * Request of the api-server to a node's agent for `kubectl port-forward` (subject `node.<node>.portforward`). A ForwardedPort on the
 * channel `connect` opens a connection to a port; bytes travel on a channel named by its id, with separate ends per direction. `reset` from
 * the client, with the id, aborts it. Finally the agent reports a ForwardOutcome on `done`.
 */
export type PortForwardRequest = StreamTarget;

/** Connection to a pod's port, on the channel `connect`. */
export interface ForwardedPort {
  /** Unique within the session. */
  readonly id: number;
  readonly port: number;
  /** Default `localhost`. */
  readonly from?: ForwardSource;
}

/** Client of a forwarded connection: `localhost` of the pod, its node, or a host outside the cluster. */
export type ForwardSource = 'localhost' | 'node' | 'outside';

/** End of a connection, or its failure: `error` has the runtime's message. */
export interface ForwardOutcome {
  readonly id: number;
  readonly error?: string;
}

/** Acceptance by the agent, or `code` and `message` of a refusing kubelet's HTTP answer. */
export type StreamAnswer = { readonly accepted: true } | { readonly code: number; readonly message: string };

/** Exit of a command, or the reason for its failed start. An attached container's client always receives 0. */
export type StreamOutcome = { readonly exitCode: number } | { readonly error: string };

/** Present usage of a node's running containers, answered by its agent (subject `node.<node>.stats`; empty request). */
export interface NodeStats {
  /** Lab time in ms. */
  readonly at: number;
  readonly containers: readonly {
    readonly namespace: string;
    readonly pod: string;
    readonly name: string;
    /** Lab time in ms. */
    readonly startedAt: number;
    /** Billionths of a processor, averaged over 15 s. */
    readonly nanoCores: number;
    /** Working set in bytes. */
    readonly memoryBytes: number;
  }[];
}
