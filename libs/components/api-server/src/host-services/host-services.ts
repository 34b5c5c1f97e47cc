import type { Journal } from '@klockwork/event-store';
import type { HostPorts, OpenHostPort } from '@klockwork/http-api';
import { type Cancel, type Logger, logFailure, messageOf } from '@klockwork/kernel';
import { resources, type Service } from '@klockwork/resources';
import type { HostService, HostServiceList } from './host-service-list.ts';
import type { OutsideDialer } from './outside-dialer.ts';
import { passConnection } from './pass-connection.ts';
import { type WantedPort, wantedPorts } from './wanted-ports.ts';

/** Dependencies of {@link HostServices}. */
export interface HostServicesParts {
  readonly journal: Journal;
  readonly ports: HostPorts;
  readonly dialer: OutsideDialer;
  readonly logger: Logger;
}

interface Opened {
  readonly wanted: WantedPort;
  readonly open: OpenHostPort;
}

/** Ports of the lab's machine for Services of types NodePort and LoadBalancer: opened and closed with them. */
export class HostServices implements HostServiceList {
  readonly #parts: HostServicesParts;
  readonly #open = new Map<string, Opened>();
  readonly #stopFollowing: Cancel;
  #isStopped = false;
  #isOld = true;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: HostServicesParts) {
    this.#parts = parts;
    this.#stopFollowing = parts.journal.onCommitted(({ event: { key } }) => {
      if (key.group === '' && key.resource === resources.services.resource) this.#changed();
    });
    this.#schedule();
  }

  async list(): Promise<readonly HostService[]> {
    await this.#work;
    const all = [...this.#open].sort(([a], [b]) => (a < b ? -1 : 1));
    return all.map(
      ([
        ,
        {
          wanted: { namespace, service, type, port },
          open,
        },
      ]) => {
        return { namespace, service, type, port: port.port, address: `${open.address.host}:${open.address.port}` };
      },
    );
  }

  /** Closes all ports. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopFollowing();
    await this.#work;
    await Promise.all([...this.#open.values()].map(({ open }) => open.close()));
    this.#open.clear();
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
    const wanted = this.#wanted();
    for (const [key, { wanted: former, open }] of this.#open) {
      if (sameAddress(former, wanted.get(key))) continue;
      this.#open.delete(key);
      await open.close();
    }
    for (const [key, port] of wanted) if (!this.#open.has(key)) await this.#openPort(key, port);
  }

  #wanted(): ReadonlyMap<string, WantedPort> {
    const services = this.#parts.journal.state.all({ group: '', resource: resources.services.resource });
    return new Map(services.flatMap(({ object }) => wantedPorts(object as Service)).map((port) => [port.key, port]));
  }

  async #openPort(key: string, wanted: WantedPort): Promise<void> {
    const { ports, dialer, logger } = this.#parts;
    try {
      const open = await ports.listen(key, wanted.address, (client) => {
        passConnection(client, () => dialer.dial(wanted)).catch((error: unknown) => logFailure(logger, { key }, error));
      });
      this.#open.set(key, { wanted, open });
    } catch (error) {
      logger.error({ key, error: messageOf(error) }, 'the port of a Service could not be opened');
    }
  }
}

function sameAddress({ address, port }: WantedPort, other: WantedPort | undefined): boolean {
  return other !== undefined && address.host === other.address.host && address.port === other.address.port && port.name === other.port.name;
}
