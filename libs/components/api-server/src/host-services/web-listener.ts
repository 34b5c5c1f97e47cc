import type { HostKeyPair, LoopbackAddress } from '@klockwork/http-api';
import type { RouteRequest } from './http/routing.ts';

/** Wanted HTTP port of the lab's machine. */
export interface WebListener {
  /** `ingress`, `ingress-tls` */
  readonly key: string;
  readonly address: LoopbackAddress;
  readonly route: RouteRequest;
  /** Set for HTTPS: returns the certificate for a server name. */
  readonly keysOf?: (serverName: string) => HostKeyPair | undefined;
}
