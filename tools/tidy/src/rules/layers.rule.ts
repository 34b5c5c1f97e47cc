import type { Repository } from '../repository.ts';
import { packageNameOf } from '../resolve.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Import, SourceFile } from '../source-file.ts';
import type { WorkspacePackage } from '../workspace-package.ts';
import { layerOf } from '../workspace-package.ts';

/** Permitted imports of a layer. Layers are sorted from the innermost outwards. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: ['kernel', 'domain'],
  machinery: ['kernel', 'domain', 'machinery'],
  components: ['kernel', 'domain', 'machinery'],
  assembly: ['kernel', 'domain', 'machinery', 'components', 'assembly'],
  adapters: ['kernel', 'domain', 'machinery'],
  apps: ['kernel', 'domain', 'machinery', 'components', 'assembly', 'adapters'],
  tools: ['kernel', 'domain', 'machinery', 'components', 'assembly', 'adapters', 'apps', 'tools'],
  e2e: ['kernel', 'domain', 'machinery', 'adapters', 'tools'],
};

/** Adapters that compose others: shared set-up of all lab processes, and of clusters in one process. */
const COMPOSERS: Readonly<Record<string, readonly string[]>> = {
  '@klockwork/nest-platform': ['@klockwork/host', '@klockwork/nats-bus'],
  '@klockwork/test-host': ['@klockwork/host', '@klockwork/http-server', '@klockwork/tls'],
};

/** Imports only point up the list of layers. Tests of adapters may stand on other adapters. */
export const layers: Rule = {
  name: 'layers',
  says: 'imports only point up: kernel < domain < machinery < components < assembly < adapters < apps, tools, e2e',
  *check(repository) {
    for (const importer of repository.packages) {
      for (const source of importer.sources) yield* judge(repository, importer, source);
    }
  },
};

function* judge(repository: Repository, importer: WorkspacePackage, source: SourceFile): Iterable<Finding> {
  for (const { specifier, line } of source.imports) {
    const importedPackage = repository.packages.find(({ name }) => name === packageNameOf(specifier));
    if (importedPackage === undefined || importedPackage === importer || mayImport(importer, importedPackage, source)) continue;
    yield { path: source.path, line, message: refusal(importer, importedPackage, { specifier }) };
  }
}

function mayImport(importer: WorkspacePackage, importedPackage: WorkspacePackage, { isTest }: SourceFile): boolean {
  const [from, to] = [layerOf(importer), layerOf(importedPackage)];
  if (LAYERS[from]?.includes(to)) return true;
  if (from !== 'adapters' || to !== 'adapters') return false;
  return isTest || (COMPOSERS[importer.name]?.includes(importedPackage.name) ?? false);
}

function refusal(importer: WorkspacePackage, importedPackage: WorkspacePackage, { specifier }: Pick<Import, 'specifier'>): string {
  const [from, to] = [layerOf(importer), layerOf(importedPackage)];
  if (from === to) return `${specifier}: packages of "${from}" do not import each other; move what both need up, or take it as a parameter`;
  return `${specifier} is in layer "${to}", which "${from}" must not know; state a port where it is needed and hand the implementation in`;
}
