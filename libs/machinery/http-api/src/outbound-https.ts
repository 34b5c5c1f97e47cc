import type { StopSignal } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** HTTPS request to another program: a webhook, an extension server. */
export interface OutboundRequest {
  readonly method: string;
  /** `https://host:port/path?query` */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Trusted authorities in PEM; by default those of the host. */
  readonly authorities?: string | undefined;
  /** Name in the server's certificate; by default the URL's host. */
  readonly serverName?: string | undefined;
  /** Loopback address of the program, instead of the URL's host. */
  readonly program?: { readonly host: string; readonly port: number } | undefined;
  /** Max duration in ms of host time. Absent if the caller stops the request by lab time. */
  readonly timeoutMs?: number | undefined;
  /** Opens the connection; by default over the host's network. Rejects with {@link OutboundError}. */
  readonly dial?: (() => Promise<Connection>) | undefined;
  /** Aborts the request. */
  readonly stop: StopSignal;
}

/** Complete answer. */
export interface OutboundAnswer {
  readonly status: number;
  /** '' if absent. */
  readonly contentType: string;
  readonly body: string;
}

/** Failed request. The message is that of Go's `net/http`, without method and URL. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  /** `answer` if the answer had begun. */
  readonly phase: 'request' | 'answer';

  constructor(message: string, phase: 'request' | 'answer' = 'request') {
    super(message);
    this.phase = phase;
  }
}

/** Port to programs outside the cluster's processes. Answers are bounded, and host time counts: lab time stands still during a request. */
export interface OutboundHttps {
  /** Sends a request. Rejects with {@link OutboundError}, also after a stop. */
  send(request: OutboundRequest): Promise<OutboundAnswer>;
}
