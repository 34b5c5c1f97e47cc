import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, type Revision, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, type LabTime, type Logger, type Random } from '@klockwork/kernel';
import { resources } from '@klockwork/resources';
import type { Lease } from 'kubernetes-types/coordination/v1';
import { everyPeriod } from './periodic.ts';

const LEASE_NAMESPACE = 'kube-node-lease';
/** Upstream's nodeLeaseDurationSeconds, and a quarter of it between renewals. */
const LEASE_SECONDS = 40;
const RENEW_MS = 10_000;
const TIMER = { name: 'node-lease-renew', upkeep: true } as const;

/** Renews the Lease that says a node is alive. Models `k8s.io/component-helpers/apimachinery/lease/controller.go`. */
export class NodeLease {
  readonly #api: ClusterApi;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #node: { readonly name: string; readonly uid: string };

  constructor(parts: { api: ClusterApi; clock: Clock; logger: Logger; node: { name: string; uid: string } }) {
    this.#api = parts.api;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#node = parts.node;
  }

  /** Renews now and from then on; the nodes of one process do so at different moments. `registered`: the event that the node came with. */
  start(random: Random, cause: Cause, registered: Revision): Cancel {
    void this.#renew(cause);
    const renewal = timerCause(TIMER, { revision: registered });
    const first = this.#clock.now() + RENEW_MS / 2 + random.integer(RENEW_MS / 2);
    return everyPeriod(this.#clock, TIMER, { first, periodMs: RENEW_MS }, () => void this.#renew(renewal));
  }

  // A renewal that is refused is not tried again before its time: three are lost before the node is missed.
  async #renew(cause: Cause): Promise<void> {
    const name = { namespace: LEASE_NAMESPACE, name: this.#node.name };
    const body = {
      spec: { holderIdentity: this.#node.name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime(this.#clock.now()) },
    };
    try {
      await this.#api.patch(resources.leases, name, { type: 'merge', body }, { cause });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) await this.#create(body.spec, cause);
      else this.#refused(error);
    }
  }

  async #create(spec: Lease['spec'] & object, cause: Cause): Promise<void> {
    const { name, uid } = this.#node;
    const lease: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { namespace: LEASE_NAMESPACE, name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec,
    };
    try {
      await this.#api.create(resources.leases, lease, { cause });
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    this.#logger.warn({ node: this.#node.name, error: error.message }, 'node lease not renewed');
  }
}

function microTime(at: LabTime): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
