import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, type Revision, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, everyWhole, type LabTime, type Logger, logFailure } from '@klockwork/kernel';
import { type Lease, type Node, resources } from '@klockwork/resources';

const LEASE_NAMESPACE = 'kube-node-lease';
/** Upstream's nodeLeaseDurationSeconds, renewed every quarter. */
const LEASE_SECONDS = 40;
const RENEW_MS = 10_000;

/**
 * Renews the Lease of a node. Models `k8s.io/component-helpers/apimachinery/lease/controller.go`, without its jitter of 4 %, which spreads
 * the load of a real API server: here all nodes renew at the same tenth second, at the cost of one instant and one commit.
 */
export class NodeLease {
  readonly #api: ClusterApi;
  readonly #clock: Clock;
  readonly #wallClock: Pick<Clock, 'now'>;
  readonly #logger: Logger;
  readonly #node: { readonly name: string; readonly uid: string };
  #isOwnerFresh = true;

  /** `node` was just registered. */
  constructor(parts: {
    api: ClusterApi;
    clock: Clock;
    wallClock: Pick<Clock, 'now'>;
    logger: Logger;
    node: { name: string; uid: string };
  }) {
    this.#api = parts.api;
    this.#clock = parts.clock;
    this.#wallClock = parts.wallClock;
    this.#logger = parts.logger;
    this.#node = parts.node;
  }

  /** Renews now and at every tenth second. `registered`: event of the Node. */
  start(cause: Cause, registered: Revision): Cancel {
    void this.#renew(cause);
    const timer = { name: 'node-lease-renew', upkeep: true, object: `nodes/${this.#node.name}` } as const;
    const renewal = timerCause(timer, { revision: registered });
    return everyWhole(this.#clock, RENEW_MS, timer, () => void this.#renew(renewal));
  }

  // A refused renewal waits for the next one: the node is missed after three.
  async #renew(cause: Cause): Promise<void> {
    const name = leaseOf(this.#node.name);
    const body = {
      spec: { holderIdentity: this.#node.name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime(this.#wallClock.now()) },
    };
    try {
      await this.#api.patch(resources.leases, name, { type: 'merge', body }, { cause });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) await this.#create(body.spec, cause);
      else this.#refused(error);
    }
  }

  async #create(spec: Lease['spec'] & object, cause: Cause): Promise<void> {
    const { name } = this.#node;
    try {
      const uid = await this.#ownerUid();
      const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
      const metadata = { namespace: LEASE_NAMESPACE, name, ownerReferences };
      await this.#api.create<Lease>(resources.leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec }, { cause });
    } catch (error) {
      this.#refused(error);
    }
  }

  /**
   * Refuses without a Node: garbage collection would delete its lease again and again. Models SetNodeOwnerFunc
   * (pkg/kubelet/util/nodelease.go), which reads the Node each time.
   */
  async #ownerUid(): Promise<string> {
    const { name, uid } = this.#node;
    if (this.#isOwnerFresh) {
      this.#isOwnerFresh = false;
      return uid;
    }
    const node = await this.#api.get<Node>(resources.nodes, { name });
    return node.metadata?.uid ?? uid;
  }

  #refused(error: unknown): void {
    if (!(error instanceof ApiError)) logFailure(this.#logger, { node: this.#node.name }, error);
    else this.#logger.warn({ node: this.#node.name, error: error.message }, 'node lease not renewed');
  }
}

/** Returns the name of a node's Lease. */
export function leaseOf(node: string): { readonly namespace: string; readonly name: string } {
  return { namespace: LEASE_NAMESPACE, name: node };
}

function microTime(at: LabTime): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
