import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageManifest, WorkspacePackage } from './workspace-package.ts';
import { packagesOf } from './workspace-package.ts';

/** Text files of the repository by path from the root, as input of rules. */
export interface Repository {
  readonly files: ReadonlyMap<string, string>;
  readonly packages: readonly WorkspacePackage[];
  readonly manifest: PackageManifest;
}

const TEXT = /\.(tsx?|mts|mjs|js|json|md|yaml|yml|conf|sh)$|^\.ci\/run$|Dockerfile$/;

/** Repository with given files: read from disk, or made up by a test. */
export function repositoryOf(files: ReadonlyMap<string, string>): Repository {
  const manifest = JSON.parse(files.get('package.json') ?? '{"name":"klockwork"}') as PackageManifest;
  return { files, packages: packagesOf(files), manifest };
}

/** Reads all files under `root` that Git tracks or would add. */
export function readRepository(root: string): Repository {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const paths = listed.split('\0').filter((path) => TEXT.test(path) && existsSync(join(root, path)));
  return repositoryOf(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}
