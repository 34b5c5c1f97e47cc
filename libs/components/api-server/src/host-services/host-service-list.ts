/** Open port of a Service on the lab's machine, as listed by the API. */
export interface HostService {
  readonly namespace: string;
  readonly service: string;
  readonly type: 'NodePort' | 'LoadBalancer';
  /** Number of the Service's port. */
  readonly port: number;
  /** `127.0.0.1:30080` */
  readonly address: string;
}

/** Ingress on the lab's machine. */
export interface HostIngress {
  readonly namespace: string;
  readonly ingress: string;
  /** Hosts of its rules; `*` for all. */
  readonly hosts: readonly string[];
  /** HTTP address of all Ingresses: `127.96.0.1:80`. */
  readonly address: string;
  /** HTTPS address of all Ingresses, if this one has a `tls` entry: `127.96.0.1:443`. */
  readonly tlsAddress?: string;
}

/** Listener of a Gateway on the lab's machine. */
export interface HostGateway {
  readonly namespace: string;
  readonly gateway: string;
  readonly listener: string;
  /** Host of its routes; `*` for all. */
  readonly host: string;
  readonly protocol: string;
  /** `127.97.0.1:80` */
  readonly address: string;
}

/** Open ports by namespace and name. */
export interface HostServiceReport {
  readonly services: readonly HostService[];
  readonly ingresses: readonly HostIngress[];
  readonly gateways: readonly HostGateway[];
}

/** Open ports of the lab's machine. */
export interface HostServiceList {
  /** Lists ports once all changes so far have been applied. */
  list(): Promise<HostServiceReport>;
}
