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

/** Open ports of Services on the lab's machine. */
export interface HostServiceList {
  /** Lists ports by namespace, Service and port, once all changes so far have been applied. */
  list(): Promise<readonly HostService[]>;
}
