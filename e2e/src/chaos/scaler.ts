import type { Random } from '@klockwork/kernel';
import type { ApiClient } from '@klockwork/lab-tool';
import { pause } from './waiting.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const RETRY_MS = 20;

/** Creates Deployments and scales them up and down. Setting replicas is idempotent, hence retried after a lost response. */
export class Scaler {
  /** Last requested replicas by name. */
  readonly replicas: Record<string, number> = {};
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  async create(name: string, replicas: number): Promise<void> {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image: 'nginx' }] } };
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { replicas, selector: { matchLabels: labels }, template },
    };
    const { status } = await this.#api.send('POST', DEPLOYMENTS, body);
    if (status !== 201) throw new Error(`deployment ${name} was answered ${status}`);
    this.replicas[name] = replicas;
  }

  /** Resolves after the API's acknowledgement. */
  async scale(name: string, replicas: number): Promise<void> {
    this.replicas[name] = replicas;
    for (;;) {
      try {
        const body = { spec: { replicas } };
        const { status } = await this.#api.send('PATCH', `${DEPLOYMENTS}/${name}`, body, { contentType: 'application/merge-patch+json' });
        if (status === 200) return;
        throw new Error(`deployment ${name} was answered ${status}`);
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  /** Scales one Deployment after another to 0 … `replicasMax` until `isOver`. */
  async run(random: Random, options: { replicasMax: number; pauseMs: number }, isOver: () => boolean): Promise<void> {
    const names = Object.keys(this.replicas);
    while (!isOver()) {
      await this.scale(names[random.integer(names.length)] as string, random.integer(options.replicasMax + 1));
      await pause(options.pauseMs);
    }
  }
}
