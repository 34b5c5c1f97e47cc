import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause, Revision } from '@klockwork/event-store';
import { ApiError, type Clock, type Logger, type StopSignal } from '@klockwork/kernel';
import type { Node } from '@klockwork/kubernetes-types';
import { type Lease, nodeReady, resources } from '@klockwork/resources';
import { ensureCsiNode } from './node-csi.ts';
import { leaseOf } from './node-lease.ts';
import { type NodeDescription, nodeLabels, nodeObject } from './node-object.ts';
import type { NodeStatusReporter } from './node-status-reporter.ts';

export interface RegistrationParts {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly description: NodeDescription;
  /** Receives the Node, and reports it as Ready. */
  readonly status: NodeStatusReporter;
  readonly stop: StopSignal;
  readonly listener: RegistrationListener;
  /** Resolves once all images that can be pulled are known. */
  imagesSynced(): Promise<void>;
  /** Set in a copied cluster: last copied revision. */
  readonly copiedAt?: Revision;
}

/** Registered node: booted, or resumed in a copy of its cluster. `bootIdBefore`: '' without an earlier boot. */
export type Registration = { readonly type: 'booted'; readonly bootIdBefore: string } | { readonly type: 'resumed' };

/** Listener for the registration of a node. */
export interface RegistrationListener {
  /** Called if the API is missing or rejects the node. */
  registrationFailed(): void;
}

const REGISTER_RETRY_MS = 1_000;
const STARTED: Cause = { trigger: 'boot', name: 'kubelet' };

/**
 * Registers a node with retries; it is Ready once its CSINode exists, too. A node of a
 * copied cluster, without a lease of its own yet, resumes unchanged. Returns undefined after a stop. Models `registerWithAPIServer` of `pkg/kubelet/kubelet_node_status.go`.
 */
export async function registerNode(parts: RegistrationParts): Promise<Registration | undefined> {
  const { clock, logger, description, stop } = parts;
  while (!stop.stopped) {
    try {
      return await tryToRegister(parts);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      logger.warn({ node: description.name, error: error.message }, 'node not registered');
      parts.listener.registrationFailed();
    }
    await clock.sleep(REGISTER_RETRY_MS, { name: 'node-register-retry', object: `nodes/${description.name}` }, stop);
  }
  return undefined;
}

async function tryToRegister({ api, description, status, copiedAt, imagesSynced }: RegistrationParts): Promise<Registration> {
  const existing = await create(api, description, status);
  if (existing !== undefined && copiedAt !== undefined && (await canResume(api, existing, copiedAt))) {
    status.resume(existing);
    return { type: 'resumed' };
  }
  if (existing !== undefined) {
    const body = { metadata: { labels: nodeLabels(description) } };
    const patch = { type: 'strategic', body } as const;
    status.learn(await api.patch<Node>(resources.nodes, { name: description.name }, patch, { cause: STARTED }));
    await restoreImages(existing, status, imagesSynced);
  }
  await ensureCsiNode(api, { name: description.name, uid: status.node?.metadata?.uid ?? '' }, STARTED);
  await status.write(STARTED);
  return { type: 'booted', bootIdBefore: existing?.status?.nodeInfo?.bootID ?? '' };
}

/** True for a Ready node whose lease nobody renewed after the copy: a renewal is the first write of a node that started. */
async function canResume(api: ClusterApi, node: Node, copiedAt: Revision): Promise<boolean> {
  if (!nodeReady(node)) return false;
  try {
    const lease = await api.get<Lease>(resources.leases, leaseOf(node.metadata?.name ?? ''));
    return Number(lease.metadata?.resourceVersion) <= copiedAt;
  } catch (error) {
    // Old leases are not part of a copy.
    if (ApiError.is(error, 'NotFound')) return true;
    throw error;
  }
}

/** Restores the images of a rebooted node, which its disk kept: those of its last status. */
async function restoreImages({ status: before }: Node, status: NodeStatusReporter, imagesSynced: () => Promise<void>): Promise<void> {
  const images = before?.images ?? [];
  if (images.length === 0) return;
  await imagesSynced();
  status.restoreImages(images);
}

/** Creates the Node; returns an existing one. */
async function create(api: ClusterApi, description: NodeDescription, status: NodeStatusReporter): Promise<Node | undefined> {
  try {
    status.learn(await api.create<Node>(resources.nodes, nodeObject(description), { cause: STARTED }));
    return undefined;
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
    return api.get<Node>(resources.nodes, { name: description.name });
  }
}
