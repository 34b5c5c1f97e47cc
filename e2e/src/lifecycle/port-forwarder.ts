import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { kubectl } from '@klockwork/kubectl-tool';
import type { Lab } from '@klockwork/lab-tool';

/** Running `kubectl port-forward`. */
export interface PortForwarder {
  /** Local port of each forwarded port, in order. */
  readonly ports: readonly number[];
  /** Resolves at its end, stopped or not, with exit code and stderr. */
  readonly ended: Promise<{ code: number; stderr: string }>;
  stop(): void;
}

/** Starts forwarding; resolves when kubectl listens. `ports` are pod ports. */
export async function forward(
  lab: Lab,
  target: string,
  ports: readonly (number | string)[],
  env: NodeJS.ProcessEnv = {},
): Promise<PortForwarder> {
  const args = ['port-forward', '--address', '127.0.0.1', target, ...ports.map((port) => `:${port}`)];
  const options = { env: { ...process.env, KUBECONFIG: lab.kubeconfig, HOME: lab.data, ...env } };
  const child = spawn(kubectl('1.35'), args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, stderr }));
  const listening = () => [...stdout.matchAll(/^Forwarding from 127\.0\.0\.1:(\d+) ->/gm)].map(([, port]) => Number(port));
  while (listening().length < ports.length) {
    const over = await Promise.race([once(child.stdout, 'data').then(() => false), ended.then(() => true)]);
    if (over) throw new Error(`kubectl port-forward ${target}: ${stderr}`);
  }
  return { ports: listening(), ended, stop: () => child.kill('SIGINT') };
}
