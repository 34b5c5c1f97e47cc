import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterAddons, controlPlanePods, placeOf } from '@klockwork/resources';
import { type LabClient, Refusal } from '../client/lab-client.ts';
import type { LabFolder } from '../launcher/lab-folder.ts';

/** Node that shows the control plane. */
const CONTROL_PLANE_NODE = 'node-1';
const ALREADY_EXISTS = 409;

/** Writes manifests of the control plane, and creates CoreDNS and kube-proxy, each unless present. Models `kubeadm init`. */
export async function installSystemPods(client: Pick<LabClient, 'postJson'>, folder: Pick<LabFolder, 'nodes'>): Promise<void> {
  writeManifests(join(folder.nodes, CONTROL_PLANE_NODE, 'manifests'));
  for (const { resource, object } of clusterAddons()) {
    const { group, version } = resource;
    const prefix = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    await createMissing(client, `${prefix}/namespaces/kube-system/${resource.resource}`, object);
  }
}

/** Keeps files that a user changed. */
function writeManifests(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const pod of controlPlanePods(CONTROL_PLANE_NODE, placeOf(CONTROL_PLANE_NODE).hostIP)) {
    // JSON is YAML, too.
    const file = join(folder, `${pod.metadata?.name}.yaml`);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(pod, undefined, 2)}\n`, { mode: 0o600 });
  }
}

async function createMissing(client: Pick<LabClient, 'postJson'>, path: string, object: object): Promise<void> {
  try {
    await client.postJson(path, object);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== ALREADY_EXISTS) throw error;
  }
}
