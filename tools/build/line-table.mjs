// Says for each line of a bundle which line of which source it was made of: the one thing of a source map that a stack trace needs, and
// read in a millisecond, where the map of a large bundle takes half a second of whoever looks at a trace.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of one segment of a source map: digits of five bits, the lowest first, the sign in the last bit of each number. */
function numbersOf(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/** `{ sources, lines }`: for each line of the bundle the index of its source and the line there, counted from 0, or twice -1; as base64. */
export function lineTable({ sources, mappings }) {
  const lines = [];
  let [source, line] = [0, 0];
  for (const segments of mappings.split(';')) {
    let found = [-1, -1];
    for (const segment of segments.split(',')) {
      const [, sources = 0, lines] = numbersOf(segment);
      if (lines === undefined) continue;
      source += sources;
      line += lines;
      // The first of a line may be its indent, which is of the line before.
      found = [source, line];
    }
    lines.push(...found);
  }
  return { sources, lines: Buffer.from(Int32Array.from(lines).buffer).toString('base64') };
}
