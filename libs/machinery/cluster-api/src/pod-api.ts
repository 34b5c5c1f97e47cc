/** Where the API server is in the lab's networks: no node has this address. */
export const API_SERVER_PLACE = { ip: '172.18.255.1', port: 6443 } as const;

/** Who vouches for a server, and what names it has: as much of a certificate as the simulated networks need. */
export interface ServerCertificate {
  /** The authority in PEM: who has it in a bundle trusts the server. */
  readonly authority: string;
  /** Host names and addresses. */
  readonly names: readonly string[];
}

/** A request of HTTP that a pod sent, as its node hands it on to the api-server (subject `api.http`). */
export interface PodApiRequest {
  /** Names the session of an answer in parts: `subjects.session(session, 'client')` listens already. */
  readonly session: string;
  /** The pod, as timers name it: `pods/default/web`. */
  readonly object: string;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A byte string. */
  readonly body: string;
}

/** The answer. Without `body` it comes in parts, on the channel `body` of the session, until that channel ends. */
export interface PodApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A byte string. */
  readonly body?: string;
}
