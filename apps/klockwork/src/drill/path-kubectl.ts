import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Kubectl } from '@klockwork/drill-runner';

/** Host time after which kubectl is killed: lab time stands still, so a command that waits for it never ends. */
const LIMIT_MS = 30_000;

/** Runs the kubectl of the PATH, without a shell. */
export const pathKubectl: Kubectl = {
  async run(words, kubeconfig) {
    const child = spawn('kubectl', [...words], {
      env: { ...process.env, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, output };
  },
};
