/** Colour functions for terminal text. */
export type Colours = Readonly<Record<'dim' | 'red' | 'green' | 'cyan', (text: string) => string>>;

/** When to colour: `auto` is at a terminal only, and not where NO_COLOR is set (https://no-color.org). */
export type ColourMode = 'auto' | 'always' | 'never';

const asItIs = (text: string) => text;

/** No colours. */
export const PLAIN: Colours = { dim: asItIs, red: asItIs, green: asItIs, cyan: asItIs };

const COLOURED: Colours = { dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39), cyan: sgr(36, 39) };

/** Returns colours for a stream. */
export function coloursFor(
  mode: ColourMode,
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Colours {
  const noColour = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return mode === 'always' || (mode === 'auto' && stream.isTTY === true && !noColour) ? COLOURED : PLAIN;
}

/** Select Graphic Rendition: `on` before the text and `off` after it. An empty text stays empty. */
function sgr(on: number, off: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`);
}
