import { join } from 'node:path';
import { ApiClient, Lab, LabClock } from '@klockwork/lab-tool';
import { HttpsClient } from './https-client.ts';

export interface LabClients {
  readonly lab: Lab;
  readonly client: HttpsClient;
  readonly clock: LabClock;
}

/** Starts a lab of profile `fast`, lets `work` measure it, and ends it. */
export async function withLab<T>(options: readonly string[], work: (hands: LabClients) => Promise<T>): Promise<T> {
  const lab = await Lab.up(['--profile', 'fast', ...options]);
  const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
  const api = new ApiClient(lab.data, 'kubectl/bench');
  try {
    return await work({ lab, client, clock: new LabClock(api) });
  } finally {
    api.close();
    client.close();
    await lab.down();
  }
}
