import type { Command } from '../call.ts';

/** `fold [-s] [-w WIDTH] [FILE …]`: breaks long lines, with -s after blanks. */
export const fold: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'bsw:', long: { bytes: 'b', spaces: 's', width: 'w' } });
  const width = Number(value('w') ?? 80);
  if (!Number.isInteger(width) || width < 1) return call.complain(`invalid number of columns: '${value('w')}'`);
  return call.eachInput(operands, async (reader) => {
    for await (const lines of call.lines(reader)) await call.print(lines.map((line) => `${folded(line, width, has('s'))}\n`).join(''));
  });
};

function folded(line: string, width: number, atBlanks: boolean): string {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const blank = atBlanks ? rest.slice(0, width).lastIndexOf(' ') : -1;
    const end = blank < 0 ? width : blank + 1;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest].join('\n');
}
