/**
 * Text that is laid out on one line where it fits and over several where it does not, with `-` and `+` at the margin.
 * Models `report_text.go` of `github.com/google/go-cmp`.
 */
export type TextNode =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'wrap'; readonly prefix: string; readonly value: TextNode; readonly suffix: string }
  | { readonly kind: 'list'; readonly records: readonly TextRecord[] };

/** One item of a list. `sign` marks what one side alone has. */
export interface TextRecord {
  readonly sign?: '-' | '+';
  readonly key?: string;
  readonly value: TextNode;
  readonly comment?: string;
}

type Sign = '-' | '+' | undefined;

const COLUMNS_MAX = 80;
const ELLIPSIS = '...';

/** A text without a break. */
export function line(text: string): TextNode {
  return { kind: 'line', text };
}

/** Marks what is left out, with a comment that says how much. */
export function ellipsis(comment?: string): TextRecord {
  return comment === undefined ? { value: line(ELLIPSIS) } : { value: line(ELLIPSIS), comment };
}

/** `{` list `}`. */
export function braces(records: readonly TextRecord[]): TextNode {
  return { kind: 'wrap', prefix: '{', value: { kind: 'list', records }, suffix: '}' };
}

/** The whole text, ending in a newline. */
export function layOut(node: TextNode): string {
  return `${margin(undefined, 0)}${expand(compact(node, undefined), undefined, 0)}\n`;
}

function compact(node: TextNode, sign: Sign): TextNode {
  if (node.kind === 'line') return node;
  if (node.kind === 'list') return compactList(node.records, sign);
  const value = compact(node.value, sign);
  return value.kind === 'line' ? line(node.prefix + value.text + node.suffix) : { ...node, value };
}

function compactList(records: readonly TextRecord[], sign: Sign): TextNode {
  const shorter = records.map((record) => ({ ...record, value: compact(record.value, record.sign ?? sign) }));
  const apart = shorter.some(({ sign: own, value, comment }) => own !== undefined || value.kind !== 'line' || comment !== undefined);
  const text = shorter.map(({ key, value }) => (key ? `${key}: ` : '') + (value.kind === 'line' ? value.text : '')).join(', ');
  return apart || (sign !== undefined && text.length > COLUMNS_MAX) ? { kind: 'list', records: shorter } : line(text);
}

function expand(node: TextNode, sign: Sign, depth: number): string {
  if (node.kind === 'line') return node.text;
  if (node.kind === 'wrap') return node.prefix + expand(node.value, sign, depth) + node.suffix;
  const padding = keyPadding(node.records);
  const lines = node.records.map(({ sign: own, key, value, comment }, index) => {
    const head = key ? `${key}: ${' '.repeat(padding[index] ?? 0)}` : '';
    const isEllipsis = value.kind === 'line' && value.text === ELLIPSIS;
    const body = expand(value, own ?? sign, depth + 1) + (isEllipsis ? '' : ',');
    return `\n${margin(own ?? sign, depth + 1)}${head}${body}${comment === undefined ? '' : ` // ${comment}`}`;
  });
  return `${lines.join('')}\n${margin(sign, depth)}`;
}

/** How far each value is moved so that the values of neighbouring one-line records stand below each other. */
function keyPadding(records: readonly TextRecord[]): number[] {
  const padding = records.map(() => 0);
  let run: number[] = [];
  const flush = () => {
    const width = Math.max(0, ...run.map((index) => keyLength(records[index])));
    for (const index of run) padding[index] = width - keyLength(records[index]);
    run = [];
  };
  for (const [index, { key, value }] of records.entries()) {
    if (key && value.kind === 'line') run.push(index);
    else flush();
  }
  flush();
  return padding;
}

function keyLength(record: TextRecord | undefined): number {
  return [...(record?.key ?? '')].length;
}

function margin(sign: Sign, depth: number): string {
  return `${sign ?? ' '} ${'\t'.repeat(depth)}`;
}
