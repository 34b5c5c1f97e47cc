import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRepository } from './repository.ts';
import { declaredBy } from './workspace-package.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface ProjectGraph {
  readonly graph: {
    readonly nodes: Readonly<Record<string, unknown>>;
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  };
}

function nxGraph(): ProjectGraph['graph'] {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-graph-'));
  try {
    const file = join(folder, 'graph.json');
    const env = { ...process.env, NX_DAEMON: 'false' };
    execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'graph', `--file=${file}`], { cwd: root, env, stdio: 'pipe' });
    return (JSON.parse(readFileSync(file, 'utf8')) as ProjectGraph).graph;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("Nx's project graph has the packages and dependencies that the rules see", () => {
  const { nodes, dependencies } = nxGraph();
  const seen = Object.fromEntries(
    Object.keys(nodes).map((name) => [
      name,
      [...new Set(dependencies[name]?.map(({ target }) => target))].filter((target) => nodes[target] !== undefined).sort(),
    ]),
  );
  const { packages } = readRepository(root);
  const ours = packages.map(({ name, manifest }) => {
    const declared = Object.keys(declaredBy(manifest)).filter((dependency) => dependency.startsWith('@klockwork/'));
    return [name, declared.sort()];
  });
  expect(seen).toEqual(Object.fromEntries(ours));
});
