import { startCluster, type TestCluster } from '@klockwork/testing';
import { repeat, type Workload } from '../support/workload.ts';

const RUNS = 30;
const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
};

const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'red' } };

/** New clusters in this process, after a first one: its modules are loaded, and its first objects shared. */
export const testFreshCluster: Workload = {
  id: 'test-fresh-cluster',
  what: 'a new cluster in the process of a test, until its node is Ready',
  unit: 'ms',
  better: 'less',
  floor: 300,
  aim: 100,
  async measure() {
    await (await startCluster()).stop();
    return repeat(RUNS, async () => {
      const began = performance.now();
      const cluster = await startCluster();
      const tookMs = performance.now() - began;
      await cluster.stop();
      return tookMs;
    });
  },
};

/** Returns to a snapshot: the fresh state of each of many tests. */
export const testRestore: Workload = {
  id: 'test-restore',
  what: 'a return to a snapshot of a cluster in the process of a test',
  unit: 'ms',
  better: 'less',
  floor: 100,
  aim: 50,
  measure: () =>
    withCluster(async (cluster) => {
      const snapshot = await cluster.snapshot();
      return repeat(RUNS, async () => {
        const began = performance.now();
        await cluster.restore(snapshot);
        return performance.now() - began;
      });
    }),
};

/** Time until all processes are idle after a write with consequences in the scheduler, four controllers and a kubelet. */
export const settle: Workload = {
  id: 'settle',
  what: 'a Deployment of three pods applied in the process of a test, until all processes are idle',
  unit: 'ms',
  better: 'less',
  floor: 100,
  aim: 20,
  measure: () =>
    withCluster(async (cluster) => {
      const snapshot = await cluster.snapshot();
      return repeat(RUNS, async () => {
        await cluster.restore(snapshot);
        await cluster.apply(WEB);
        const began = performance.now();
        await cluster.settle();
        return performance.now() - began;
      });
    }),
};

/** Suite of 100 tests, each on a fresh state with an object of its own. */
export const test100Fresh: Workload = {
  id: 'test-100-fresh',
  what: 'a hundred tests in one process, each with a fresh state and a ConfigMap',
  unit: 'ms',
  better: 'less',
  floor: 20_000,
  aim: 5_000,
  async measure() {
    const began = performance.now();
    await withCluster(async (cluster) => {
      const fresh = await cluster.snapshot();
      return repeat(100, async () => {
        await cluster.restore(fresh);
        await cluster.apply(SETTINGS);
        await cluster.settle();
        return 0;
      });
    });
    return [performance.now() - began];
  },
};

/** Clusters that live at once in one process, each with a Deployment. */
export const test20Clusters: Workload = {
  id: 'test-20-clusters',
  what: 'twenty clusters started at once in one process, until a Deployment of each is Available',
  unit: 'ms',
  better: 'less',
  floor: 30_000,
  aim: 10_000,
  async measure() {
    const began = performance.now();
    const clusters = await Promise.all(Array.from({ length: 20 }, () => startCluster()));
    await Promise.all(
      clusters.map(async (cluster) => {
        await cluster.apply(WEB);
        await cluster.until('deploy/web condition=Available', { within: '5m', hostLimit: '2m' });
      }),
    );
    const tookMs = performance.now() - began;
    for (const cluster of clusters) await cluster.stop();
    return [tookMs];
  },
};

async function withCluster(measure: (cluster: TestCluster) => Promise<number[]>): Promise<number[]> {
  const cluster = await startCluster();
  try {
    return await measure(cluster);
  } finally {
    await cluster.stop();
  }
}
