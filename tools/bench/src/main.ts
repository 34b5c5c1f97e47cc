import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Row, rowOf, type Workload } from './support/workload.ts';
import { serverSideApplies } from './workloads/applies.ts';
import { cas64 } from './workloads/cas-64.ts';
import { customCas64, policyWrite } from './workloads/cas-ratios.ts';
import { coldStart } from './workloads/cold-start.ts';
import { crdReady } from './workloads/crd-ready.ts';
import { crowds } from './workloads/crowds.ts';
import { deploy1000 } from './workloads/deploy-1000.ts';
import { drillNodeLoss } from './workloads/drill-node-loss.ts';
import { execRoundTrip } from './workloads/exec-round-trip.ts';
import { fork100k, tapeBytes100k, tapeExport100k } from './workloads/fork.ts';
import { hold } from './workloads/hold.ts';
import { idleCpu, idleMemory } from './workloads/idle.ts';
import { labHour3, labHour100, labJumps } from './workloads/lab-hour.ts';
import { list10k, list10kPaged } from './workloads/list-10k.ts';
import { logLinesFollow } from './workloads/log-lines.ts';
import { podsReady1000 } from './workloads/pods-ready.ts';
import { probesPerSecond } from './workloads/probes.ts';
import { rewind10k, rewindFirstUse } from './workloads/rewind-10k.ts';
import { shellCommandsPerSecond } from './workloads/shell-commands.ts';
import { sleepingPodsCpu, sleepingPodsMemory } from './workloads/sleeping-pods.ts';
import { startCustoms } from './workloads/start-customs.ts';
import { settle, test20Clusters, test100Fresh, testFreshCluster, testRestore } from './workloads/test-clusters.ts';
import { watch100 } from './workloads/watch-100.ts';
import { watch1000 } from './workloads/watch-1000.ts';
import { webhookWrite } from './workloads/webhook-write.ts';

// `npm run bench`: a table for people. `-- -o json`: for programs. `-- --only ID`: one row. Needs a built tree.

const WORKLOADS: readonly Workload[] = [
  coldStart,
  deploy1000,
  cas64,
  webhookWrite,
  serverSideApplies,
  list10k,
  list10kPaged,
  rewind10k,
  rewindFirstUse,
  watch100,
  watch1000,
  idleMemory,
  idleCpu,
  labHour3,
  labHour100,
  labJumps,
  podsReady1000,
  sleepingPodsMemory,
  sleepingPodsCpu,
  probesPerSecond,
  shellCommandsPerSecond,
  logLinesFollow,
  execRoundTrip,
  hold,
  crdReady,
  startCustoms,
  customCas64,
  policyWrite,
  fork100k,
  tapeExport100k,
  tapeBytes100k,
  testFreshCluster,
  testRestore,
  settle,
  test100Fresh,
  test20Clusters,
  drillNodeLoss,
  ...crowds,
];

const { values } = parseArgs({ options: { output: { type: 'string', short: 'o' }, only: { type: 'string' } } });
const chosenWorkloads = WORKLOADS.filter(({ id }) => values.only === undefined || id.startsWith(values.only));
if (chosenWorkloads.length === 0) {
  console.error(`bench: no workload ${values.only}: choose ${WORKLOADS.map(({ id }) => id).join(', ')}`);
  process.exit(1);
}

const machine = {
  processors: cpus().length,
  model: cpus()[0]?.model ?? '',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const rows: Row[] = [];
for (const workload of chosenWorkloads) {
  const row = await rowOf(workload);
  rows.push(row);
  if (values.output !== 'json') console.log(text(workload, row));
}
if (values.output === 'json') console.log(JSON.stringify({ machine, rows }, null, 2));
else console.log(`\n${machine.processors} × ${machine.model}, ${machine.memoryGiB} GiB, Node.js ${machine.node}`);

function text(workload: Workload, row: Row): string {
  const reached = (mark: number) => (workload.better === 'less' ? row.median <= mark : row.median >= mark);
  const verdict = reached(workload.aim) ? 'aim reached' : reached(workload.floor) ? 'enough' : 'TOO SLOW';
  const limit = row.limit === null ? '' : `; the machine alone ${round(row.limit)}`;
  const figures = `${round(row.median)} ${row.unit} (${round(row.min)} to ${round(row.max)}, ${row.runs} runs)`;
  return `${row.id.padEnd(25)} ${figures.padEnd(44)} ${verdict}: at ${workload.better === 'less' ? 'most' : 'least'} ${workload.floor}, aim ${workload.aim}${limit}`;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
