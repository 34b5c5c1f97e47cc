// Plugin of Nx, named in nx.json: infers the tags and the targets of each package from its folder and its specs, so that no
// manifest repeats them.
import { dirname } from 'node:path';
import { targetsOf } from './spec-files.mjs';

const HOST_FREE = /^libs\/(?:kernel|domain|machinery|components|assembly)\b/;
/** Tests of the product as a whole, which Nx does not cache: `npm test -- e2e`. */
const WHOLE = 'e2e';

export const createNodesV2 = [
  '{libs,apps,tools,e2e}/**/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => [file, { projects: { [dirname(file)]: projectOf(dirname(file), workspaceRoot) } }]),
];

function projectOf(folder, root) {
  const [top, second] = folder.split('/');
  const tags = [`layer:${top === 'libs' ? second : top}`, `platform:${HOST_FREE.test(folder) ? 'none' : 'node'}`];
  const targets = folder === WHOLE ? [] : targetsOf(folder, root);
  return { tags, targets: Object.fromEntries(targets.map((target) => [target, {}])) };
}
