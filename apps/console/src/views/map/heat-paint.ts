import { cornerOf, type HeatLayout, NAME_PX, type PlacedBlock, ZONE_PX } from '../../model/heat-layout.ts';
import type { HeatPlace } from '../../model/heat-map.ts';
import type { Tone } from '../../model/tone.ts';

/** Colours of the page's theme. */
export interface Palette {
  readonly tones: Readonly<Record<Tone, string>>;
  readonly text: string;
  readonly soft: string;
  readonly back: string;
  readonly empty: string;
  readonly font: string;
}

const TONES: readonly Tone[] = ['good', 'busy', 'bad', 'done', 'unknown'];

/** Returns the colours that the style sheet gives an element, for the scheme in use. */
export function paletteOf(element: HTMLElement): Palette {
  const colour = (name: string) => {
    element.style.color = `var(--${name})`;
    const { color } = getComputedStyle(element);
    element.style.color = '';
    return color;
  };
  return {
    tones: Object.fromEntries(TONES.map((tone) => [tone, colour(`tile-${tone}`)])) as Record<Tone, string>,
    text: colour('text'),
    soft: colour('soft'),
    back: colour('back'),
    empty: colour('line'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
  };
}

/** Draws everything. The canvas has the layout's size. */
export function paintAll(context: CanvasRenderingContext2D, layout: HeatLayout, palette: Palette): void {
  context.fillStyle = palette.back;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  context.fillStyle = palette.soft;
  for (const { name, y } of layout.zones) context.fillText(name, 0, y + ZONE_PX / 2);
  for (const placed of layout.blocks) {
    paintName(context, placed, palette);
    for (const slot of placed.block.slots.keys()) paintTile(context, layout, { placed, slot, palette });
  }
}

/** Draws changed tiles alone. */
export function paintPlaces(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  { places, palette }: { readonly places: readonly HeatPlace[]; readonly palette: Palette },
): void {
  const placedOf = new Map(layout.blocks.map((placed) => [placed.block, placed]));
  for (const { block, slot } of places) {
    const placed = placedOf.get(block);
    if (placed !== undefined) paintTile(context, layout, { placed, slot, palette });
  }
}

interface Tile {
  readonly placed: PlacedBlock;
  readonly slot: number;
  readonly palette: Palette;
}

function paintTile(context: CanvasRenderingContext2D, layout: HeatLayout, { placed, slot, palette }: Tile): void {
  const { x, y } = cornerOf(layout, placed, slot);
  const pod = placed.block.slots[slot];
  context.fillStyle = pod === undefined ? palette.back : palette.tones[pod.tone];
  context.fillRect(x, y, layout.tile - 1, layout.tile - 1);
}

/** A node's name is cut at its block's width; its tone is a line below. */
function paintName(context: CanvasRenderingContext2D, { block, x, y, width }: PlacedBlock, palette: Palette): void {
  if (block.name === '') return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, NAME_PX);
  context.clip();
  context.fillStyle = palette.text;
  context.fillText(block.name, x, y + NAME_PX / 2 - 1);
  context.restore();
  context.fillStyle = palette.tones[block.tone];
  context.fillRect(x, y + NAME_PX - 3, width, 2);
}
