import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageManifest, WorkspacePackage } from './workspace-package.ts';
import { packagesOf } from './workspace-package.ts';

/** What the rules see: every file of the repository that is text, by its path from the root. */
export interface Repository {
  readonly files: ReadonlyMap<string, string>;
  readonly packages: readonly WorkspacePackage[];
  readonly manifest: PackageManifest;
}

const TEXT = /\.(ts|mts|mjs|js|json|md|yaml|yml|conf|sh)$|^\.ci\/run$|Dockerfile$/;

/** The repository of these files: what `readRepository` gives, or a few lines made up by a test. */
export function repositoryOf(files: ReadonlyMap<string, string>): Repository {
  const manifest = JSON.parse(files.get('package.json') ?? '{"name":"klockwork"}') as PackageManifest;
  return { files, packages: packagesOf(files), manifest };
}

/** Reads the files that Git knows or would take, under `root`. */
export function readRepository(root: string): Repository {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const paths = listed.split('\0').filter((path) => TEXT.test(path) && existsSync(join(root, path)));
  return repositoryOf(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}
