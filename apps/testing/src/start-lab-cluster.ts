import { nodeTimer } from '@klockwork/host';
import { type ClusterOptions, LabTestCluster, type TestCluster } from '@klockwork/test-cluster';
import { startLab } from './lab-processes.ts';

/** Lab time between the start of the processes and the begin of a test, in ms. Lab time follows the host until all nodes are Ready. */
const LEAD_MS = 60_000;

/** Starts a cluster of service processes. Resolves when its nodes are Ready, and lab time stands at the requested instant. */
export async function startLabCluster({
  nodes = 1,
  seed,
  at = '2026-01-01T00:00:00Z',
  latency = 'fast',
}: ClusterOptions): Promise<TestCluster> {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) throw new Error(`"${at}" is no instant such as 2026-01-01T00:00:00Z`);
  if (typeof nodes !== 'number') throw new Error('nodes of processes have the names node-1, node-2, …: state their number');
  if (seed !== undefined) throw new Error("draws of processes differ in each run: only a cluster in the test's process has a seed");
  const behindMs = nodeTimer.now() - (instant.getTime() - LEAD_MS);
  if (behindMs < 0) throw new Error(`${instant.toISOString()} is in the future of this machine: processes begin at its time, or earlier`);
  const lab = await startLab({ nodes, latency, behindMs: Math.ceil(behindMs) });
  try {
    return await LabTestCluster.at(lab, nodeTimer, instant);
  } catch (error) {
    await lab.stop();
    throw error;
  }
}
