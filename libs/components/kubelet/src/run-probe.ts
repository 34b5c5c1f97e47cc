import { type Clock, StoppedError, type StopSignal, StopSource, type TimerName } from '@klockwork/kernel';
import type { Container, Probe } from '@klockwork/kubernetes-types';
import {
  type ContainerRuntime,
  errorOutcome,
  execOutcome,
  execOutput,
  execTimeout,
  grpcOutcome,
  hostPort,
  httpOutcome,
  type PortAnswer,
  type PortRequest,
  type ProbeOutcome,
  type ProbeTarget,
  probeTarget,
  RuntimeError,
  tcpOutcome,
} from '@klockwork/pod-lifecycle';
import { isOwnHost, type PodPlace } from './own-host.ts';

export interface ProbeRun extends PodPlace {
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  readonly probe: Probe;
  readonly container: Container;
  readonly containerId: string;
  readonly sandboxId: string;
  /** Pod, for timers. */
  readonly object: string;
  /** Cancels the probe: rejects with StoppedError. */
  readonly stop: StopSignal;
}

/** Target of a network probe. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** Upstream repeats at once a probe that cannot run. */
const ATTEMPTS_MAX = 3;

/** Runs a probe against the runtime, within its time-out of lab time. Models `runProbeWithRetries` of `pkg/kubelet/prober/prober.go`. */
export async function runProbe(run: ProbeRun): Promise<ProbeOutcome> {
  const target = probeTarget(run.probe, run.container, run.podIP);
  let outcome = await runOnce(run, target);
  for (let attempt = 1; attempt < ATTEMPTS_MAX && outcome.type === 'error'; attempt++) outcome = await runOnce(run, target);
  return outcome;
}

function runOnce(run: ProbeRun, target: ProbeTarget): Promise<ProbeOutcome> {
  switch (target.type) {
    case 'exec':
      return execProbe(run, target.command);
    case 'http':
      return httpProbe(run, target);
    case 'tcp':
      return tcpProbe(run, target);
    case 'grpc':
      return grpcProbe(run, target);
    case 'nothing':
      return Promise.resolve(errorOutcome(target.error));
  }
}

async function execProbe(run: ProbeRun, command: readonly string[]): Promise<ProbeOutcome> {
  try {
    const ended = await withinTimeout(run, (stop) => execOutput(run.runtime, run.containerId, command, stop));
    return ended === 'timeout' ? execTimeout(command, timeoutMs(run)) : execOutcome(ended);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return errorOutcome(`rpc error: code = Unknown desc = ${error.message}`);
  }
}

async function httpProbe(run: ProbeRun, { host, port, url, path, tls }: ProbeTarget & { type: 'http' }): Promise<ProbeOutcome> {
  return httpOutcome(url, hostPort(host, port), await reach(run, { host, port }, { type: 'http', path, tls }));
}

async function tcpProbe(run: ProbeRun, { host, port }: ProbeTarget & { type: 'tcp' }): Promise<ProbeOutcome> {
  return tcpOutcome(hostPort(host, port), await reach(run, { host, port }, { type: 'tcp' }));
}

/** A refused connection is retried until the time-out, like gRPC's blocking dial. */
async function grpcProbe(run: ProbeRun, { host, port, service }: ProbeTarget & { type: 'grpc' }): Promise<ProbeOutcome> {
  const request = { type: 'grpc-health', service } as const;
  const answer = await withinTimeout(run, async (stop) => {
    const answered = await portAnswer(run, { host, port }, request, stop);
    return answered.type === 'grpc' ? answered : untilStopped(stop);
  });
  return grpcOutcome(hostPort(host, port), timeoutMs(run), answer === 'timeout' ? { type: answer } : answer);
}

async function reach(run: ProbeRun, address: Address, request: PortRequest): Promise<PortAnswer> {
  const answer = await withinTimeout(run, (stop) => portAnswer(run, address, request, stop));
  return answer === 'timeout' ? { type: answer } : answer;
}

async function portAnswer(run: ProbeRun, { host, port }: Address, request: PortRequest, stop: StopSignal): Promise<PortAnswer> {
  return run.runtime.reach(run.sandboxId, isOwnHost(host, run) ? port : { host, port }, request, stop);
}

function timeoutMs({ probe }: ProbeRun): number {
  return (probe.timeoutSeconds ?? 1) * 1_000;
}

/** Returns the result of `work`, or `timeout` after its time limit, which also stops `work`. */
function withinTimeout<T>(run: ProbeRun, work: (stop: StopSignal) => Promise<T>): Promise<T | 'timeout'> {
  const stop = StopSource.under(run.stop);
  const timer: TimerName = { name: 'probe-timeout', upkeep: true, object: run.object };
  return new Promise((resolve, reject) => {
    const cancel = run.clock.after(timeoutMs(run), timer, () => {
      resolve('timeout');
      stop.stop();
    });
    stop.onStop(() => {
      cancel();
      reject(new StoppedError());
    });
    const done = (settle: () => void) => {
      settle();
      stop.stop();
    };
    work(stop).then(
      (value) => done(() => resolve(value)),
      (error: unknown) => done(() => reject(error)),
    );
  });
}

function untilStopped(stop: StopSignal): Promise<never> {
  return new Promise((_, reject) => {
    stop.onStop(() => reject(new StoppedError()));
  });
}
