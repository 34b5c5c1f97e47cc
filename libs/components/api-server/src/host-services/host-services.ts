import type { Journal } from '@klockwork/event-store';
import type { HostPorts, LoopbackAddress, OpenHostPort } from '@klockwork/http-api';
import { type Cancel, type Logger, logFailure, messageOf } from '@klockwork/kernel';
import { gatewayResources, type Ingress, resources, type Service } from '@klockwork/resources';
import { type GatewayView, gatewayKey, gatewayListeners } from './gateway/gateway-listeners.ts';
import type { HostGateway, HostIngress, HostService, HostServiceList, HostServiceReport } from './host-service-list.ts';
import { hasTls, INGRESS_LISTENER, INGRESS_TLS_LISTENER, type IngressView, ingressListeners } from './ingress-listeners.ts';
import type { OutsideDialer } from './outside-dialer.ts';
import { passConnection } from './pass-connection.ts';
import { type WantedPort, wantedPorts } from './wanted-ports.ts';
import type { WebListener } from './web-listener.ts';
import { WebPorts } from './web-ports.ts';

/** Dependencies of {@link HostServices}. */
export interface HostServicesParts {
  readonly journal: Journal;
  readonly ports: HostPorts;
  readonly dialer: OutsideDialer;
  readonly view: IngressView & GatewayView;
  readonly logger: Logger;
}

interface PortOpening {
  readonly wanted: WantedPort;
  readonly open: OpenHostPort;
}

/** Kinds whose changes open and close ports. */
const KINDS_OF_PORTS: ReadonlySet<string> = new Set(
  [resources.services, resources.ingresses, gatewayResources.gatewayClasses, gatewayResources.gateways].map(kindKey),
);

/** Ports of the lab's machine for Services of types NodePort and LoadBalancer, for Ingresses and Gateways: opened and closed with them. */
export class HostServices implements HostServiceList {
  readonly #parts: HostServicesParts;
  readonly #open = new Map<string, PortOpening>();
  readonly #stopFollowing: Cancel;
  readonly #web: WebPorts;
  #isStopped = false;
  #isOld = true;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: HostServicesParts) {
    const { ports, view, dialer, logger } = parts;
    this.#parts = parts;
    this.#web = new WebPorts({ ports, listeners: () => webListeners(view), dial: (port) => dialer.dial(port), logger });
    this.#stopFollowing = parts.journal.onCommitted(({ event: { key } }) => {
      if (KINDS_OF_PORTS.has(kindKey(key))) this.#changed();
    });
    this.#schedule();
  }

  async list(): Promise<HostServiceReport> {
    await this.#work;
    const all = [...this.#open].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      services: all.map(([, portOpening]) => listed(portOpening)),
      ingresses: this.#listedIngresses(),
      gateways: this.#listedGateways(),
    };
  }

  #listedIngresses(): readonly HostIngress[] {
    const [http, https] = [INGRESS_LISTENER, INGRESS_TLS_LISTENER].map((key) => this.#web.addressOf(key));
    if (http === undefined) return [];
    return this.#parts.view.ingresses().map((ingress) => ({
      namespace: ingress.metadata?.namespace ?? '',
      ingress: ingress.metadata?.name ?? '',
      hosts: hostsOf(ingress),
      address: textOf(http),
      ...(https !== undefined && hasTls(ingress) && { tlsAddress: textOf(https) }),
    }));
  }

  #listedGateways(): readonly HostGateway[] {
    return this.#parts.view.gateways().flatMap((gateway) =>
      (gateway.spec?.listeners ?? []).flatMap(({ name, port, hostname, protocol }) => {
        const address = this.#web.addressOf(gatewayKey(gateway, port));
        const { namespace = '', name: gatewayName = '' } = gateway.metadata ?? {};
        const line = { namespace, gateway: gatewayName, listener: name, host: hostname || '*', protocol };
        return address === undefined ? [] : [{ ...line, address: textOf(address) }];
      }),
    );
  }

  /** Closes all ports. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopFollowing();
    await this.#work;
    await Promise.all([...this.#open.values()].map(({ open }) => open.close()));
    this.#open.clear();
    await this.#web.stop();
  }

  #changed(): void {
    if (this.#isOld) return;
    this.#isOld = true;
    this.#schedule();
  }

  #schedule(): void {
    const { logger } = this.#parts;
    this.#work = this.#work.then(() => this.#apply()).catch((error: unknown) => logFailure(logger, {}, error));
  }

  async #apply(): Promise<void> {
    this.#isOld = false;
    if (this.#isStopped) return;
    const wantedPorts = this.#wanted();
    for (const [key, { wanted: former, open }] of this.#open) {
      if (sameAddress(former, wantedPorts.get(key))) continue;
      this.#open.delete(key);
      await open.close();
    }
    for (const [key, port] of wantedPorts) if (!this.#open.has(key)) await this.#openPort(key, port);
    await this.#web.apply();
  }

  #wanted(): ReadonlyMap<string, WantedPort> {
    const services = this.#parts.journal.state.all({ group: '', resource: resources.services.resource });
    return new Map(services.flatMap(({ object }) => wantedPorts(object as Service)).map((port) => [port.key, port]));
  }

  async #openPort(key: string, port: WantedPort): Promise<void> {
    const { ports, dialer, logger } = this.#parts;
    try {
      const open = await ports.listen(key, port.address, (client) => {
        passConnection(client, () => dialer.dial(port)).catch((error: unknown) => logFailure(logger, { key }, error));
      });
      this.#open.set(key, { wanted: port, open });
    } catch (error) {
      logger.error({ key, error: messageOf(error) }, 'the port of a Service could not be opened');
    }
  }
}

function kindKey({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return `${resource}.${group}`;
}

function webListeners(view: IngressView & GatewayView): readonly WebListener[] {
  return [...ingressListeners(view), ...view.gateways().flatMap((gateway) => gatewayListeners(gateway, view))];
}

function sameAddress({ address, port }: WantedPort, other: WantedPort | undefined): boolean {
  return other !== undefined && address.host === other.address.host && address.port === other.address.port && port.name === other.port.name;
}

function hostsOf({ spec }: Ingress): readonly string[] {
  return spec?.rules?.length ? [...new Set(spec.rules.map(({ host }) => host || '*'))] : ['*'];
}

function listed({ wanted: { namespace, service, type, port }, open }: PortOpening): HostService {
  return { namespace, service, type, port: port.port, address: textOf(open.address) };
}

function textOf({ host, port }: LoopbackAddress): string {
  return `${host}:${port}`;
}
