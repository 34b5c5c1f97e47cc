import { lineAt } from '../source-file.ts';

/** Comment, paragraph, table cell or test title. */
export interface Passage {
  /** First line, from 1. */
  readonly line: number;
  readonly text: string;
}

const TRAILING = /[;,{(\])}] \/\/ (.+)$/;
const DIRECTIVE = /^(?:biome-ignore|@ts-|@vitest|#region|#endregion)/;

/** Returns the comments of a TypeScript file: docstrings, runs of `//` lines, and comments at the end of a line. */
export function commentsOf(text: string): Passage[] {
  const lines = text.split('\n');
  const comments: Passage[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = commentEnd(lines, at);
    const trailing = end === at ? lines[at]!.match(TRAILING)?.[1] : undefined;
    const comment =
      trailing ??
      lines
        .slice(at, end)
        .map(withoutMarks)
        .join('\n')
        .replace(/```[\s\S]*?```/g, '')
        .replace(/\s+/g, ' ')
        .trim();
    if (comment !== '' && !DIRECTIVE.test(comment)) comments.push({ line: at + 1, text: comment });
    at = Math.max(end, at + 1);
  }
  return comments;
}

/** Index after the last line of a comment at `at`; `at` itself without a comment. */
function commentEnd(lines: readonly string[], at: number): number {
  let end = at;
  if (/^\s*\/\*/.test(lines[at]!)) {
    while (end < lines.length && !lines[end]!.includes('*/')) end += 1;
    return end + 1;
  }
  while (end < lines.length && /^\s*\/\//.test(lines[end]!)) end += 1;
  return end;
}

function withoutMarks(line: string): string {
  return line.replace(/^\s*(?:\/\*\*?|\*\/|\*|\/\/)\s?/, '').replace(/\*\/\s*$/, '');
}

const TITLE =
  /(?:\b(?:it|test)(?:\.\w+)*\(\s*|\)\(\s*)(['"`])((?:\\.|(?!\1)[^\\])+)\1,\s*(?:\{[^}]*\},\s*)?(?:async\b|\(|function\b|\w+\s*=>)/g;

/** Returns the test titles of a TypeScript file. */
export function titlesOf(text: string): Passage[] {
  return [...text.matchAll(TITLE)].map(({ 2: title, index }) => ({
    line: lineAt(text, index),
    text: title!.replace(/\$\{[^}]*\}/g, '`x`'),
  }));
}

/** Returns the paragraphs, list items and cells of a Markdown document, without headings and blocks of code. */
export function paragraphsOf(markdown: string): Passage[] {
  const paragraphs: { line: number; text: string }[] = [];
  let open = false;
  const lines = markdown.replace(/^```[\s\S]*?^```|<!--[\s\S]*?-->/gm, (block) => block.replace(/[^\n]/g, '')).split('\n');
  for (const [at, raw] of lines.entries()) {
    const text = raw.replace(/\]\([^)]*\)/g, ']').trim();
    if (/^\||^#|^$/.test(text)) {
      open = false;
      for (const cell of cellsOf(text)) paragraphs.push({ line: at + 1, text: cell });
    } else if (open && !/^(?:[-*]|\d+\.) /.test(text)) paragraphs.at(-1)!.text += ` ${text}`;
    else {
      open = true;
      paragraphs.push({ line: at + 1, text: text.replace(/^(?:[-*]|\d+\.) /, '') });
    }
  }
  return paragraphs;
}

function cellsOf(row: string): string[] {
  if (!row.startsWith('|') || /^[|\s:-]+$/.test(row)) return [];
  return row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
}
