/** Style of a piece of text, by the names of terminals. */
export interface AnsiStyle {
  /** 0 to 7: black, red, green, yellow, blue, magenta, cyan, white; 8 to 15: their bright forms. */
  readonly colour?: number;
  readonly back?: number;
  readonly isBold?: boolean;
  readonly isUnderlined?: boolean;
}

/** Piece of a line with one style. */
export interface AnsiPiece {
  readonly text: string;
  readonly style: AnsiStyle;
}

export const PLAIN: AnsiStyle = {};

const ESC = '\u001b';
/** CSI sequences, OSC and other strings up to their end, two-character sequences, and other controls than tab. */
const SEQUENCE = new RegExp(
  `${ESC}\\[([0-9;:?]*)[ -/]*([@-~])|${ESC}[\\]PX^_][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)?|${ESC}[ -/]*[0-~]?|[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]`,
  'g',
);

/** Returns a line as pieces with the colours of its escapes. All other escapes and controls are dropped. `style`: that of the line before. */
export function ansiPieces(line: string, style: AnsiStyle = PLAIN): { readonly pieces: readonly AnsiPiece[]; readonly style: AnsiStyle } {
  const pieces: AnsiPiece[] = [];
  let [from, current] = [0, style];
  for (const match of line.matchAll(SEQUENCE)) {
    if (match.index > from) pieces.push({ text: line.slice(from, match.index), style: current });
    from = match.index + match[0].length;
    if (match[2] === 'm') current = styleAfter(current, match[1] ?? '');
  }
  if (from < line.length) pieces.push({ text: line.slice(from), style: current });
  return { pieces, style: current };
}

/** Returns the text of a line without escapes and controls. */
export function withoutEscapes(line: string): string {
  return line.replace(SEQUENCE, '');
}

function styleAfter(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, length] = extendedColour(codes.slice(index + 1));
      next = code === 38 ? { ...next, ...colour } : { ...next, ...(colour.colour !== undefined && { back: colour.colour }) };
      index += length;
    } else next = simpleStyle(next, code);
  }
  return next;
}

function simpleStyle(style: AnsiStyle, code: number): AnsiStyle {
  const { colour: _, back: __, ...others } = style;
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 4) return { ...style, isUnderlined: true };
  if (code === 22) return { ...style, isBold: false };
  if (code === 24) return { ...style, isUnderlined: false };
  if (code === 39) return { ...others, ...(style.back !== undefined && { back: style.back }) };
  if (code === 49) return { ...others, ...(style.colour !== undefined && { colour: style.colour }) };
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, back: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, colour: code - 82 };
  return code >= 100 && code <= 107 ? { ...style, back: code - 92 } : style;
}

/** Returns the nearest of the sixteen colours of `5;n` or `2;r;g;b`, and the number of consumed codes. */
function extendedColour([form, ...values]: readonly number[]): readonly [{ readonly colour?: number }, number] {
  if (form === 5) return [{ colour: (values[0] ?? 0) < 16 ? (values[0] ?? 0) : nearest(cubeColour(values[0] ?? 0)) }, 2];
  return form === 2 ? [{ colour: nearest(values.slice(0, 3)) }, 4] : [{}, 0];
}

function cubeColour(index: number): readonly number[] {
  if (index >= 232) return Array.from({ length: 3 }, () => 8 + (index - 232) * 10);
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((part) => part * 51);
}

/** Bits of red, green and blue; the eighth colour bit is for bright ones. */
function nearest(channels: readonly number[]): number {
  const bits = channels.reduce((sum, value, index) => sum + (value >= 96 ? 1 << index : 0), 0);
  return bits + (Math.max(...channels) >= 200 ? 8 : 0);
}
