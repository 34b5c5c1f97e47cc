import { posix } from 'node:path';
import { jsonText } from '../json-text.ts';
import type { Finding, Rule } from '../rule.ts';
import type { WorkspacePackage } from '../workspace-package.ts';

const WITHOUT_PLATFORM = ['kernel', 'domain', 'machinery', 'components', 'assembly'];

/** The folder is the layer, and the layer decides whether the host is in reach. */
export const tags: Rule = {
  name: 'tags',
  says: 'the tag layer:… names the parent folder; kernel to assembly are platform:none and extend tsconfig.none.json',
  *check({ packages, files }) {
    for (const each of packages) {
      const layer = layerOfFolder(each.folder);
      const platform = WITHOUT_PLATFORM.includes(layer) ? 'none' : 'node';
      yield* wrongTags(each, [`layer:${layer}`, `platform:${platform}`]);
      const path = `${each.folder}/tsconfig.json`;
      const base = posix.relative(each.folder, `tsconfig.${platform}.json`);
      if (!files.get(path)?.includes(`"extends": "${base}"`))
        yield { path, message: `must extend "${base}", because it is platform:${platform}` };
    }
  },
};

function layerOfFolder(folder: string): string {
  const [top, second] = folder.split('/') as [string, string?];
  return top === 'libs' ? second! : top;
}

function* wrongTags({ folder, manifest }: WorkspacePackage, wanted: readonly string[]): Iterable<Finding> {
  const found = manifest.nx?.tags ?? [];
  if (wanted.join() === found.join()) return;
  const fixed = jsonText({ ...manifest, nx: { ...manifest.nx, tags: wanted } });
  yield { path: `${folder}/package.json`, message: `its tags must be ${wanted.join(', ')}, they are ${found.join(', ')}`, fixed };
}
