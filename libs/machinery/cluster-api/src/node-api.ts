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

/** Line of a log; `partial` where no line break follows. */
interface LoggedLine {
  readonly at: number;
  readonly text: string;
  readonly partial?: true;
}

/** A page of lines, below 256 KiB. A refusal is `status`: the body of the Status that kubectl gets. */
export type LogsAnswer =
  | { readonly lines: readonly LoggedLine[]; readonly cursor: string; readonly ended: boolean }
  | { readonly status: JsonObject };

/** Whose container a stream is for. The session's client end listens before the question is asked, its agent end before it is answered. */
interface StreamTarget {
  /** Names the session: `subjects.session(session, 'client')` and `'agent'`. */
  readonly session: string;
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
}

/**
 * What the api-server asks the agent of a node for `kubectl exec` and `attach` (subjects `node.<node>.exec`, `node.<node>.attach`).
 * The client sends on the channels `stdin` and `resize` (a TerminalSize as JSON), the agent on `stdout`, `stderr`, and at last on
 * `outcome` (a StreamOutcome as JSON); it then closes the session. When the client closes it, what runs for it is killed.
 */
export interface StreamRequest extends StreamTarget {
  readonly container: string;
  /** Of exec alone. */
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/**
 * What the api-server asks the agent of a node for `kubectl port-forward` (subject `node.<node>.portforward`). The client opens a
 * connection to a port by a ForwardedPort on the channel `connect`; its bytes go both ways on a channel named by the id, each way with
 * its end. `reset` from the client, with the id, breaks it off. At last the agent says how it ended, by a ForwardOutcome on `done`.
 */
export type PortForwardRequest = StreamTarget;

/** A connection to a port of a pod, on the channel `connect`. */
export interface ForwardedPort {
  /** Not used before in the session. */
  readonly id: number;
  readonly port: number;
}

/** A connection has ended, or could not be made: `error` says why as the runtime would. */
export interface ForwardOutcome {
  readonly id: number;
  readonly error?: string;
}

/** Whether the agent began. `code` and `message` are the HTTP answer of a kubelet that refuses. */
export type StreamAnswer = { readonly accepted: true } | { readonly code: number; readonly message: string };

/** How a command ended, or why it could not be run. An attached container has ended with 0 as far as its client is concerned. */
export type StreamOutcome = { readonly exitCode: number } | { readonly error: string };

/** What a node's running containers use just now, as its agent answers (subject `node.<node>.stats`; the question says nothing). */
export interface NodeStats {
  /** Lab time in ms. */
  readonly at: number;
  readonly containers: readonly {
    readonly namespace: string;
    readonly pod: string;
    readonly name: string;
    /** Lab time in ms. */
    readonly startedAt: number;
    /** Billionths of a processor, on average over the last 15 s. */
    readonly nanoCores: number;
    /** The working set. */
    readonly memoryBytes: number;
  }[];
}
