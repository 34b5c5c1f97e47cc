// Packed in front of every bundle: stack traces name the sources and their lines. The table of lines (line-table.mjs) is read at the first
// trace that someone looks at, which may be a library that merely keeps it: Node's own --enable-source-maps keeps the whole map in memory
// from the start, which doubles what a process takes.
import { readFileSync } from 'node:fs';

const bundle = import.meta.url;
/** @type {{ sources: readonly string[], lines: Int32Array } | undefined} */
let table;

function read() {
  const { sources, lines } = JSON.parse(readFileSync(new URL(bundle.replace(/js$/, 'lines.json')), 'utf8'));
  const bytes = Buffer.from(lines, 'base64');
  return { sources, lines: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / Int32Array.BYTES_PER_ELEMENT) };
}

/** The line in the sources that a line of the bundle (counted from 1) was made of; undefined when there is none. */
function sourceOf(line) {
  table ??= read();
  const [source = -1, original = -1] = table.lines.subarray((line - 1) * 2, line * 2);
  return source < 0 ? undefined : `${new URL(table.sources[source], bundle).pathname}:${original + 1}`;
}

function describe(site) {
  if (site.getFileName() !== bundle) return String(site);
  const source = sourceOf(site.getLineNumber());
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
