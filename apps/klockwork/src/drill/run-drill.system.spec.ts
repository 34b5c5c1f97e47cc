import { DrillStoppedError, parseDrill, type RunDrillOptions, repeatDrill, runDrill } from '@klockwork/drill-runner';
import { type Drill, errorsText } from '@klockwork/drills';
import { StopSource } from '@klockwork/kernel';
import { type SimulatedTestCluster, TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { expect, test } from 'vitest';

const LIMIT_MS = 60_000;
const clusters = new TestClusters(nodeHost);

const SHOP = `
apiVersion: klockwork.dev/v1alpha1
kind: Drill
metadata: { name: small }
spec:
  title: A small shop
  lab: { nodes: 2, latency: fast }
  setup:
    - apply: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: web, image: nginx }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
    - wait: { for: deploy/web condition=Available }
`;

function drillOf(fields: string): Drill {
  const read = parseDrill(`${SHOP}${fields}`);
  if ('errors' in read) throw new Error(errorsText(read.errors));
  return read.drill;
}

function run(fields: string, options: Partial<RunDrillOptions> = {}) {
  return runDrill(drillOf(fields), { clusters, ...options });
}

test('equal drills and seeds give equal logs, results and scores', { timeout: LIMIT_MS }, async () => {
  const drill = drillOf(`
  load: [{ name: shoppers, service: web, ratePerSecond: 2 }]
  steps:
    - fault: { type: NodePowerLoss, nodePowerLoss: { nodes: [node-1] }, duration: 1m }
    - player: { within: 90s }
  objectives: [available(deploy/web) >= 2 always]
  `);
  const first = await runDrill(drill, { clusters });
  const again = await runDrill(drill, { clusters: new TestClusters(nodeHost) });
  expect(again).toEqual(first);
  expect(first).toMatchObject({ verdict: 'Failed', faults: [{ type: 'NodePowerLoss' }] });
  const other = await runDrill(drill, { clusters, seed: 8 });
  expect(other.logHash).not.toBe(first.logHash);
});

test('a load counts true requests: answered by pods, refused without any', { timeout: LIMIT_MS }, async () => {
  const { load, measures, verdict } = await run(`
  load: [{ name: shoppers, service: web, ratePerSecond: 2 }]
  steps:
    - advance: 10s
    - patch: { object: deploy/web, patch: "spec: { replicas: 0 }" }
    - advance: 10s
  `);
  expect(verdict).toBe('Passed');
  expect(load).toEqual([
    {
      ...{ name: 'shoppers', target: 'default/web:80/', sent: 40, answered: 20, failed: 20, failures: { refused: 20 } },
      latencyMs: { p50: 0, p99: 0, max: 0 },
    },
  ]);
  expect(measures.find(({ name }) => name === 'unavailableSeconds')?.value).toBe(11);
});

test('a request to a Service without DNS name or listener fails with its reason', { timeout: LIMIT_MS }, async () => {
  const { load } = await run(`
  load: [{ name: lost, service: nothing }, { name: closed, service: web, port: 81 }, { name: missing, service: web, path: /nowhere }]
  steps: [{ advance: 5s }]
  `);
  expect(load.map(({ name, failures }) => ({ name, failures }))).toEqual([
    { name: 'lost', failures: { 'no such host': 5 } },
    { name: 'closed', failures: { timeout: 4 } },
    { name: 'missing', failures: { 'HTTP 404': 5 } },
  ]);
});

test('a drill that is not steady before it begins is inconclusive', { timeout: LIMIT_MS }, async () => {
  const result = await run(`
  steadyState: [deploy/missing condition=Available]
  steps: [{ advance: 1m }]
  `);
  expect(result).toMatchObject({
    ...{ verdict: 'Inconclusive', reason: 'NotSteady', score: 0 },
    message: 'not steady before the drill: deploy/missing condition=Available',
  });
});

test('a fault without effect makes a drill inconclusive, unless mayTouchNothing accepts it', { timeout: LIMIT_MS }, async () => {
  const steps = (extra: string) => `
  steps:
    - name: pulls
      fault: { type: ImagePullFailure, imagePullFailure: { images: ['redis:*'] }, duration: 1m }
${extra}
    - advance: 2m
  `;
  expect(await run(steps(''))).toMatchObject({
    ...{ verdict: 'Inconclusive', reason: 'FaultTouchedNothing' },
    message: 'the fault touched nothing: pulls (ImagePullFailure)',
  });
  expect(await run(steps('      mayTouchNothing: true'))).toMatchObject({ verdict: 'Passed' });
});

test('a refused step makes a drill inconclusive, and its faults are removed', { timeout: LIMIT_MS }, async () => {
  let faults: readonly unknown[] | undefined;
  let cluster: SimulatedTestCluster | undefined;
  const fields = `
  steps:
    - name: cut
      fault: { type: NodePowerLoss, nodePowerLoss: { nodes: [node-1] }, duration: 1h }
    - advance: 1m
    - player: {}
    - delete: pods/missing
  `;
  const result = await run(fields, {
    async player(turn) {
      ({ cluster } = turn);
      faults = cluster.state.list('faults');
    },
  });
  expect(result).toMatchObject({
    ...{ verdict: 'Inconclusive', reason: 'StepFailed' },
    message: 'delete pods/missing: pods "missing" not found',
  });
  expect(faults).toHaveLength(1);
  expect(cluster?.state.list('faults')).toEqual([]);
});

test('a stopped drill removes its faults', { timeout: LIMIT_MS }, async () => {
  const stop = new StopSource();
  let cluster: SimulatedTestCluster | undefined;
  const fields = `
  steps:
    - fault: { type: NodePowerLoss, nodePowerLoss: { nodes: [node-1] }, duration: 1h }
    - player: {}
    - advance: 10h
  `;
  const stopped = run(fields, {
    stop,
    async player(turn) {
      ({ cluster } = turn);
      stop.stop();
    },
  });
  await expect(stopped).rejects.toThrow(DrillStoppedError);
  expect(cluster?.state.list('faults')).toEqual([]);
});

test('a drained node loses its pods within the budget', { timeout: LIMIT_MS }, async () => {
  const result = await run(`
  steps:
    - apply: |
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: web }
        spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
    - advance: 10s
    - drain: { node: node-1 }
  objectives:
    - available(deploy/web) >= 1 always
    - pods('default').all(pod, pod.spec.nodeName != 'node-1') atEnd
  `);
  expect(result).toMatchObject({ verdict: 'Passed', score: 100 });
  expect(result.measures.find(({ name }) => name === 'budgetViolations')?.value).toBe(0);
});

test('repeated seeds give a distribution with the worst seed', { timeout: LIMIT_MS }, async () => {
  const drill = drillOf(`
  steps: [{ advance: 1m }]
  objectives: [available(deploy/web) >= 2 always, available(deploy/web) >= 3 always]
  `);
  expect(await repeatDrill(drill, 3, { clusters, seed: 5 })).toMatchObject({
    ...{ runs: 3, verdicts: { Passed: 0, Failed: 3, Inconclusive: 0 }, score: { min: 50, p10: 50, median: 50, max: 50 } },
    worst: { seed: 5, verdict: 'Failed', score: 50, replay: 'klockwork drill run small --seed 5' },
    results: [{ seed: 5 }, { seed: 6 }, { seed: 7 }],
  });
});
