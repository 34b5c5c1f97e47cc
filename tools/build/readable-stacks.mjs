// Packed in front of every bundle: stack traces name the sources and their lines. The source map is read at the first trace that
// someone looks at: Node's own --enable-source-maps keeps it in memory from the start, which doubles what a process takes.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

const bundle = import.meta.url;
/** @type {SourceMap | undefined} */
let map;

/** The place in the sources that a place in the bundle (counted from 1) was made of; undefined when there is none. */
function sourceOf(line, column) {
  map ??= new SourceMap(JSON.parse(readFileSync(new URL('bundle.js.map', bundle), 'utf8')));
  const found = map.findEntry(line - 1, column - 1);
  if (found.originalSource === undefined) return undefined;
  return `${new URL(found.originalSource, bundle).pathname}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}

function describe(site) {
  if (site.getFileName() !== bundle) return String(site);
  const source = sourceOf(site.getLineNumber(), site.getColumnNumber());
  return source === undefined ? String(site) : String(site).replace(/file:[^()]*:\d+:\d+/, () => source);
}

Error.prepareStackTrace = (error, sites) => {
  try {
    return [String(error), ...sites.map((site) => `    at ${describe(site)}`)].join('\n');
  } catch {
    // Without its map the bundle still says where it is.
    return [String(error), ...sites.map((site) => `    at ${site}`)].join('\n');
  }
};
