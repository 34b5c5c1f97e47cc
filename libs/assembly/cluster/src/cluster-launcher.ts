import {
  type ComponentContext,
  type FaultedProcesses,
  processInjectors,
  type Running,
  startFaultActor,
  startNodeGroupActor,
} from '@klockwork/controller-runtime';
import { StopSource } from '@klockwork/kernel';
import type { NodeGroupSize } from '@klockwork/resources';
import type { Cluster } from './cluster.ts';

const LAUNCHER = 'launcher';
const ADMIN = { user: 'kubernetes-admin', headers: { 'user-agent': 'klockwork' }, body: new Uint8Array() };

/**
 * Starts the launcher of a simulated cluster: kills and boots its processes for Faults, and records this like a launcher of a lab. With a
 * group of nodes, also starts and ends their machines.
 */
export function startClusterLauncher(
  cluster: Pick<Cluster, 'http' | 'nodes' | 'isRunning' | 'crash' | 'start' | 'stop'>,
  context: ComponentContext,
  group?: NodeGroupSize,
): Running {
  const kill = (name: string, fault: string) => {
    if (!cluster.isRunning(name)) return false;
    cluster.crash(name);
    record(cluster, { name: `SIGKILL by faults/${fault}`, process: name, nodes: cluster.nodes.includes(name) ? [name] : [] });
    return true;
  };
  const processes: FaultedProcesses = {
    killNode: (node, fault) => (kill(node, fault) ? [node] : []),
    startNode: (node) => start(cluster, node),
    kill(service, fault) {
      const killed = kill(service, fault);
      if (killed) start(cluster, service);
      return killed;
    },
  };
  const faults = startFaultActor(context, { reporter: LAUNCHER, names: [] }, processInjectors(processes, LAUNCHER));
  if (group === undefined) return faults;
  const machines = { startNode: processes.startNode, endNode: (node: string) => void cluster.stop(node) };
  const actor = startNodeGroupActor(context, group, machines);
  return { stop: async () => void (await Promise.all([faults.stop(), actor.stop()])) };
}

function start(cluster: Pick<Cluster, 'isRunning' | 'start'>, name: string): void {
  if (!cluster.isRunning(name)) cluster.start(name);
}

function record({ http }: Pick<Cluster, 'http'>, fault: { name: string; process: string; nodes: readonly string[] }): void {
  const text = JSON.stringify(fault);
  void http.handle({ ...ADMIN, method: 'POST', path: '/klockwork/v1/faults', query: '', text, stop: new StopSource() });
}
