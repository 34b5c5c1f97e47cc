import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Disturbance of a command. */
export interface Disturbance {
  /** Host time before SIGKILL, in ms. */
  readonly killAfterMs?: number;
  /** Max size of a written file, in blocks of 512 bytes: a write beyond it fails as on a full disk. */
  readonly blocksMax?: number;
}

/** End of a command. */
export interface CommandEnd {
  /** Exit code; null after SIGKILL. */
  readonly code: number | null;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL('../../../../apps/klockwork/src/main.ts', import.meta.url));

/** Runs a command of klockwork from its sources, with a temporary folder of its own. */
export async function runCommand(
  words: readonly string[],
  temporary: string,
  { killAfterMs, blocksMax }: Disturbance = {},
): Promise<CommandEnd> {
  const line = [process.execPath, '--conditions=@klockwork/source', MAIN, ...words];
  const limit = blocksMax === undefined ? '' : `ulimit -f ${blocksMax}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...line], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, stderr };
}
