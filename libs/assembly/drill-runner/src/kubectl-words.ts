const WORD = /(?:[^\s'"]+|'[^']*'|"[^"]*")+/g;
const PART = /'([^']*)'|"([^"]*)"/g;

/** Splits arguments at spaces outside quotes, and drops the quotes. Nothing is expanded. */
export function kubectlWords(text: string): readonly string[] {
  const words = text.trim().match(WORD) ?? [];
  const unquotedWords = words.map((word) => word.replaceAll(PART, (_, single?: string, double?: string) => single ?? double ?? ''));
  return unquotedWords[0] === 'kubectl' ? unquotedWords.slice(1) : unquotedWords;
}
