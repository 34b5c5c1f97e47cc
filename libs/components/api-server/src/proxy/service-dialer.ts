import type { Connection } from '@klockwork/pod-lifecycle';
import type { HostAddress } from '@klockwork/resources';

/** Port of a Service. */
export interface ServiceAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** Connects this server to programs behind Services, for webhooks and extension servers. */
export interface ServiceDialer {
  /** Returns the program of the host to which a connected Service leads. */
  programOf(address: ServiceAddress): HostAddress | undefined;
  /** Returns the address in messages of failed connections: that of the program, otherwise the cluster IP. */
  dialedAddress(address: ServiceAddress): string;
  /** Rejects with ApiError for an unknown Service, with {@link OutboundError} in the words of Go's dialer for a failed connection. */
  dial(address: ServiceAddress): Promise<Connection>;
}
