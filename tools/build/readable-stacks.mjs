// Packed in front of every bundle: stack traces name the sources and their lines. A table of lines (line-table.mjs) is read at the first
// trace that someone looks at, which may be a library that merely keeps it: Node's own --enable-source-maps keeps the whole map in memory
// from the start, which doubles what a process takes.
import { readFileSync } from 'node:fs';

const folder = new URL('.', import.meta.url).href;
/** By URL of a file of the bundle. @type {Map<string, { sources: readonly string[], lines: Int32Array }>} */
const tables = new Map();

function tableOf(file) {
  const known = tables.get(file);
  if (known !== undefined) return known;
  const { sources, lines } = JSON.parse(readFileSync(new URL(file.replace(/js$/, 'lines.json')), 'utf8'));
  const bytes = Buffer.from(lines, 'base64');
  const table = { sources, lines: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / Int32Array.BYTES_PER_ELEMENT) };
  tables.set(file, table);
  return table;
}

/** The line in the sources that a line of `file` (counted from 1) was made of; undefined when there is none. */
function sourceOf(file, line) {
  const { sources, lines } = tableOf(file);
  const [source = -1, original = -1] = lines.subarray((line - 1) * 2, line * 2);
  return source < 0 ? undefined : `${new URL(sources[source], file).pathname}:${original + 1}`;
}

function describe(site) {
  const file = site.getFileName();
  if (!file?.startsWith(folder)) return String(site);
  const source = sourceOf(file, site.getLineNumber());
  return source === undefined ? String(site) : String(site).replace(/file:[^()]*:\d+:\d+/, () => source);
}

Error.prepareStackTrace = (error, sites) => {
  try {
    return [String(error), ...sites.map((site) => `    at ${describe(site)}`)].join('\n');
  } catch {
    // Without its table the bundle still says where it is.
    return [String(error), ...sites.map((site) => `    at ${site}`)].join('\n');
  }
};
