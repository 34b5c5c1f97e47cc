import { Document, visit } from 'yaml';
import { printableJson } from './printable.ts';

/** Characters that a terminal could obey or hide. Line breaks and tabs are safe: YAML's indentation keeps lines from being forged. */
const NEEDS_ESCAPES = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Formats a value as terminal-safe YAML that parses to an equal value. */
export function yamlText(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && NEEDS_ESCAPES.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // YAML double quotes use JSON escapes.
  return printableJson(document.toString({ lineWidth: 0 })).trimEnd();
}
