const DIGIT = /[A-Za-z0-9+/]/;

/** Returns Go's error for invalid base64, otherwise undefined. Accepts line breaks anywhere. Models `encoding/base64.CorruptInputError`. */
export function base64Problem(text: string): string | undefined {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return paddingProblem(text, index, digits % 4);
    if (!DIGIT.test(char)) return problemAt(index);
    digits += 1;
  }
  return digits % 4 === 0 ? undefined : problemAt(text.length - (digits % 4));
}

function paddingProblem(text: string, at: number, digits: number): string | undefined {
  if (digits < 2) return problemAt(at);
  const rest = text.slice(at).replace(/[\r\n]/g, '');
  const padding = digits === 2 ? '==' : '=';
  if (rest === padding) return undefined;
  return rest.startsWith(padding) ? problemAt(at + padding.length) : problemAt(rest.length < padding.length ? text.length : at + 1);
}

function problemAt(index: number): string {
  return `illegal base64 data at input byte ${index}`;
}
