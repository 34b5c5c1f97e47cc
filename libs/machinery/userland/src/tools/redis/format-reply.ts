import type { Reply } from './resp.ts';

/** Returns a reply for programs: texts as they are. Models `cliFormatReplyRaw`. */
export function plainReply(reply: Reply): string {
  return `${plainText(reply)}\n`;
}

function plainText(reply: Reply): string {
  switch (reply.type) {
    case 'status':
      return reply.text;
    case 'error':
      return `${reply.text}\n`;
    case 'integer':
      return String(reply.value);
    case 'bulk':
      return reply.text ?? '';
    case 'array':
      return reply.items.map(plainText).join('\n');
  }
}

/** Returns a reply for people, with types and numbers. Models `cliFormatReplyTTY`. */
export function prettyReply(reply: Reply, prefix = ''): string {
  switch (reply.type) {
    case 'status':
      return `${reply.text}\n`;
    case 'error':
      return `(error) ${reply.text}\n`;
    case 'integer':
      return `(integer) ${reply.value}\n`;
    case 'bulk':
      return reply.text === null ? '(nil)\n' : `${quoted(reply.text)}\n`;
    case 'array':
      return prettyItems(reply.items, prefix);
  }
}

function prettyItems(items: readonly Reply[], prefix: string): string {
  if (items.length === 0) return '(empty array)\n';
  const width = String(items.length).length;
  const inner = `${prefix}${' '.repeat(width + 2)}`;
  return items
    .map((item, index) => `${index === 0 ? '' : prefix}${String(index + 1).padStart(width)}) ${prettyReply(item, inner)}`)
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** Models `sdscatrepr`. */
function quoted(text: string): string {
  const escapedText = text.replace(/[^ -~]|[\\"]/g, (char) => ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escapedText}"`;
}
