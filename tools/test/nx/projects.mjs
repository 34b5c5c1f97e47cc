// Plugin of Nx, named in nx.json: infers the tags and the target (`test` or `test-system`) of each package from its folder, so
// that no manifest repeats them.
import { dirname } from 'node:path';

const HOST_FREE = /^libs\/(?:kernel|domain|machinery|components|assembly)\b/;
/** Tests of the product as a whole, which Nx does not cache: `npm test -- e2e`. */
const WHOLE = 'e2e';
/** Packages whose specs play whole clusters or read the whole repository: nearly each change is a change of their inputs. */
const SYSTEM = /^(?:libs\/assembly\/[\w-]+|apps\/testing|tools\/(?:fuzz|simulate|tidy))$/;

export const createNodesV2 = [
  '{libs,apps,tools,e2e}/**/package.json',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: projectOf(dirname(file)) } }]),
];

function projectOf(folder) {
  const [top, second] = folder.split('/');
  const tags = [`layer:${top === 'libs' ? second : top}`, `platform:${HOST_FREE.test(folder) ? 'none' : 'node'}`];
  return { tags, targets: folder === WHOLE ? {} : { [SYSTEM.test(folder) ? 'test-system' : 'test']: {} } };
}
