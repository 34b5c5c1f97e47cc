import { join } from 'node:path';
import { DrillService } from '@klockwork/drill-runner';
import { builtInDrills, nodeTimer, stopOnSignals, stopWhenParentDies } from '@klockwork/host';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost, openPlainPort } from '@klockwork/test-host';
import { UserError } from '../../user-error.ts';
import { pathKubectl } from '../path-kubectl.ts';
import { FolderRecords } from './folder-records.ts';
import { LabObjects } from './lab-objects.ts';

/**
 * Serves drills to the api-server that started this process: reports a loopback port, and ends with its parent. The clusters of drills end with
 * the process.
 */
export async function serveDrills(): Promise<void> {
  const { KLOCKWORK_DATA: data = '.klockwork', KLOCKWORK_DRILLS_SECRET: secret = '' } = process.env;
  if (secret === '') throw new UserError('the api-server starts this command: it sets KLOCKWORK_DRILLS_SECRET');
  const service = new DrillService({
    ...{ builtIn: builtInDrills(), clusters: new TestClusters(nodeHost), timer: nodeTimer, kubectl: pathKubectl },
    records: new FolderRecords(join(data, 'drills')),
    objects: new LabObjects(join(data, 'kubeconfig')),
  });
  const port = await openPlainPort(service, secret);
  const stop = stopOnSignals();
  stopWhenParentDies(stop);
  stop.onStop(() => process.exit(0));
  process.send?.({ port });
}
