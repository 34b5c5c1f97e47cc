/** Address of the API server in the lab's networks; no node has this address. */
export const API_SERVER_PLACE = { ip: '172.18.255.1', port: 6443 } as const;

/** Authority and names of a server: the certificate fields that simulated networks need. */
export interface ServerCertificate {
  /** Authority in PEM: clients with it in a bundle trust the server. */
  readonly authority: string;
  /** Host names and addresses. */
  readonly names: readonly string[];
}

/** HTTP request of a pod, forwarded by its node to the api-server (subject `api.http`). */
export interface PodApiRequest {
  /** Session of a streamed answer: `subjects.session(session, 'client')` already listens. */
  readonly session: string;
  /** Pod, for timers: `pods/default/web`. */
  readonly object: string;
  readonly method: string;
  /** Percent-encoded path without query. */
  readonly path: string;
  readonly query: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as byte string. */
  readonly body: string;
}

/** Answer. Without `body` it is streamed on the session's channel `body`. */
export interface PodApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Body as byte string. */
  readonly body?: string;
}
