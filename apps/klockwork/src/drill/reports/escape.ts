import { printable, printableLines } from '../../output/printable.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const MARKDOWN = /[\\`*_[\]()<>|~#!&$-]/g;
const FENCE_MIN = 3;

/** Returns one line of text for XML and HTML, also within attributes. */
export function markup(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Returns lines of text for XML and HTML. */
export function markupLines(text: string): string {
  return text.split('\n').map(markup).join('\n');
}

/** Returns one line of text for Markdown, also within cells of tables. */
export function markdown(text: string): string {
  return printable(text).replaceAll(MARKDOWN, String.raw`\$&`);
}

/** Returns lines of text as a code block of Markdown, which no line can end. */
export function markdownBlock(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(FENCE_MIN, ...runs.map((length) => length + 1)));
  return `${fence}text\n${printableLines(text)}\n${fence}`;
}
