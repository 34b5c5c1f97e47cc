import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { CSINode } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';

const MIGRATED_PLUGINS = 'storage.alpha.kubernetes.io/migrated-plugins';

/** In-tree volume plugins replaced by CSI drivers on every 1.35 node: `migratedPlugins` of `pkg/volume/csi/csi_plugin.go`. */
const MIGRATED = [
  'kubernetes.io/aws-ebs',
  'kubernetes.io/azure-disk',
  'kubernetes.io/azure-file',
  'kubernetes.io/cinder',
  'kubernetes.io/gce-pd',
  'kubernetes.io/portworx-volume',
  'kubernetes.io/vsphere-volume',
].join(',');

/** Node of the drivers. */
export interface DriverHost {
  readonly name: string;
  readonly uid: string;
}

/**
 * Ensures a node's CSINode: the lab has no drivers, so a new one lists none, and an existing one keeps its own. Throws the API's ApiError.
 * Models `InitializeCSINodeWithAnnotation` of `pkg/volume/csi/nodeinfomanager`.
 */
export async function ensureCsiNode(api: ClusterApi, node: DriverHost, cause: Cause): Promise<void> {
  const existing = await find(api, node.name);
  if (existing === undefined) {
    await api.create(resources.csiNodes, csiNodeOf(node), { cause });
  } else if (existing.metadata?.annotations?.[MIGRATED_PLUGINS] !== MIGRATED) {
    const body = { metadata: { annotations: { [MIGRATED_PLUGINS]: MIGRATED } } };
    await api.patch(resources.csiNodes, { name: node.name }, { type: 'merge', body }, { cause });
  }
}

async function find(api: ClusterApi, name: string): Promise<CSINode | undefined> {
  try {
    return await api.get<CSINode>(resources.csiNodes, { name });
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}

function csiNodeOf({ name, uid }: DriverHost): CSINode {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: {
      name,
      annotations: { [MIGRATED_PLUGINS]: MIGRATED },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: { drivers: [] },
  };
}
