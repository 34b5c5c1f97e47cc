import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';
import { sourceFile } from './source-file.ts';

/** package.json fields used by rules. */
export interface PackageManifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[]; readonly targets?: Readonly<Record<string, unknown>> };
}

export interface WorkspacePackage {
  readonly name: string;
  /** Path from the root: `libs/machinery/bus`. */
  readonly folder: string;
  readonly manifest: PackageManifest;
  /** Its TypeScript under src, generated files left out. */
  readonly sources: readonly SourceFile[];
}

const ROOTS = /^(?:libs\/kernel|libs\/\w+\/[\w-]+|apps\/[\w-]+|tools\/[\w-]+|e2e)\/package\.json$/;

/** Packages of given files, by folder. */
export function packagesOf(files: ReadonlyMap<string, string>): WorkspacePackage[] {
  const manifests = [...files].filter(([path]) => ROOTS.test(path));
  return manifests.map(([path, text]) => {
    const folder = posix.dirname(path);
    const manifest = JSON.parse(text) as PackageManifest;
    const sources = [...files].filter(([file]) => file.startsWith(`${folder}/src/`) && /\.tsx?$/.test(file));
    return { name: manifest.name, folder, manifest, sources: sources.map(([file, source]) => sourceFile(file, source)) };
  });
}

const HOST_FREE = ['kernel', 'domain', 'machinery', 'components', 'assembly'];

/** Layer of a package, from its folder: `machinery` for `libs/machinery/bus`. */
export function layerOf({ folder }: WorkspacePackage): string {
  const [top, second] = folder.split('/') as [string, string];
  return top === 'libs' ? second : top;
}

/** Packages that run in a browser. */
const BROWSER = ['@klockwork/console-app'];

/** Returns `none` for a package whose sources may not use the host, else where it runs. */
export function platformOf(each: WorkspacePackage): 'none' | 'node' | 'browser' {
  if (BROWSER.includes(each.name)) return 'browser';
  return HOST_FREE.includes(layerOf(each)) ? 'none' : 'node';
}

/** The dependencies of all sections. */
export function declaredBy({ dependencies, devDependencies, optionalDependencies }: PackageManifest): Readonly<Record<string, string>> {
  return { ...dependencies, ...devDependencies, ...optionalDependencies };
}
