import type { Service } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Spec of a {@link Connection}. */
export interface ConnectionSpec {
  /** Address and port of the program: `127.0.0.1:9443`, `localhost:9443`, `[::1]:9443`. */
  to?: string;
  /** Number or name of the Service's port; absent: all ports. */
  port?: number | string;
}

/** Connection of the Service with the same name and namespace to a program on the machine of the lab. */
export interface Connection extends KubeObject {
  spec?: ConnectionSpec;
}

/** Address of a program on the machine of the lab. */
export interface HostAddress {
  /** Loopback address: `127.0.0.1`, `::1`. */
  readonly host: string;
  readonly port: number;
}

/** Parses `127.0.0.1:9443`; undefined unless a loopback address with a port. */
export function hostAddress(text: string): HostAddress | undefined {
  const [, host, port = ''] = /^(127(?:\.\d{1,3}){3}|localhost|\[::1\]):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  if (host.split('.').some((part) => Number(part) > 255)) return undefined;
  return { host: host === 'localhost' ? '127.0.0.1' : host.replace(/[[\]]/g, ''), port: Number(port) };
}

type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** Returns the program behind a port of a connected Service; undefined for a port that the connection leaves to pods. */
export function connectedTo(
  connection: Connection | undefined,
  { name, port }: Pick<ServicePort, 'name' | 'port'>,
): HostAddress | undefined {
  const { to = '', port: chosenPort } = connection?.spec ?? {};
  return chosenPort === undefined || chosenPort === port || chosenPort === name ? hostAddress(to) : undefined;
}
