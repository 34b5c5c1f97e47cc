import { capacityOf, type HeatBlock } from './heat-map.ts';

/** Block of a heat map with its place, in CSS pixels. */
export interface PlacedBlock {
  readonly block: HeatBlock;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Line of a zone's name. */
export interface PlacedZone {
  readonly name: string;
  readonly y: number;
}

export interface HeatLayout {
  /** Distance of two tiles. */
  readonly tile: number;
  readonly columns: number;
  readonly height: number;
  readonly blocks: readonly PlacedBlock[];
  readonly zones: readonly PlacedZone[];
}

/** Height of a block's name, and of a zone's. */
export const NAME_PX = 16;
export const ZONE_PX = 24;
const GAP_PX = 8;
const COLUMNS = 10;
/** Tiles become smaller for many pods: max number of pods, and pixels. */
const SIZES = [
  [1_000, 14],
  [4_000, 11],
  [12_000, 8],
  [Number.POSITIVE_INFINITY, 6],
] as const;

/** Returns the places of blocks in a width. `width`: CSS pixels. */
export function heatLayout(blocks: readonly HeatBlock[], width: number): HeatLayout {
  const count = blocks.reduce((sum, { slots }) => sum + slots.length, 0);
  const tile = SIZES.find(([most]) => count <= most)?.[1] ?? 6;
  const blockWidth = Math.max(72, COLUMNS * tile);
  const columns = Math.floor(blockWidth / tile);
  const across = Math.max(1, Math.floor((width + GAP_PX) / (blockWidth + GAP_PX)));
  const placed: PlacedBlock[] = [];
  const zones: PlacedZone[] = [];
  let [y, tallest, index, zone] = [0, 0, 0, undefined as string | undefined];
  for (const block of blocks) {
    const capacity = capacityOf(block);
    if (block.name === '' && capacity === 0) continue;
    const group = block.name === '' ? '\u0000' : block.zone;
    if (group !== zone || index === across) {
      y += tallest === 0 ? 0 : tallest + GAP_PX;
      [tallest, index] = [0, 0];
    }
    if (group !== zone && block.zone !== '') {
      zones.push({ name: block.zone, y });
      y += ZONE_PX;
    }
    zone = group;
    const height = NAME_PX + Math.max(1, Math.ceil(capacity / columns)) * tile;
    placed.push({ block, x: index * (blockWidth + GAP_PX), y, width: blockWidth, height });
    tallest = Math.max(tallest, height);
    index += 1;
  }
  return { tile, columns, height: y + tallest, blocks: placed, zones };
}

/** Returns the upper left corner of a slot. */
export function cornerOf({ tile, columns }: HeatLayout, { x, y }: PlacedBlock, slot: number): { readonly x: number; readonly y: number } {
  return { x: x + (slot % columns) * tile, y: y + NAME_PX + Math.floor(slot / columns) * tile };
}

/** Place under a point: a block's name has no slot. */
export interface Hit {
  readonly placed: PlacedBlock;
  readonly slot?: number;
}

/** Returns what is at a point; undefined between blocks. */
export function hitAt(layout: HeatLayout, x: number, y: number): Hit | undefined {
  const placed = layout.blocks.find((each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height);
  if (placed === undefined || y < placed.y + NAME_PX) return placed && { placed };
  const column = Math.floor((x - placed.x) / layout.tile);
  if (column >= layout.columns) return undefined;
  return { placed, slot: Math.floor((y - placed.y - NAME_PX) / layout.tile) * layout.columns + column };
}

/** Cursor of the keyboard: a block by its index, and a slot in it. */
export interface HeatCursor {
  readonly index: number;
  readonly slot: number;
}

/** Returns the cursor after a key; undefined for other keys. Cursors skip empty blocks. */
export function cursorAfter(layout: HeatLayout, { index, slot }: HeatCursor, key: string): HeatCursor | undefined {
  const size = (at: number) => layout.blocks[at]?.block.slots.length ?? 0;
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -layout.columns, ArrowDown: layout.columns };
  const step = steps[key];
  if (step === undefined) return blockAfter(layout, { index, slot }, key);
  const next = slot + step;
  if (next >= 0 && next < size(index)) return { index, slot: next };
  const neighbour = blockAfter(layout, { index, slot }, step > 0 ? 'PageDown' : 'PageUp') ?? { index, slot };
  return step < 0 && neighbour.index !== index ? { ...neighbour, slot: Math.max(0, size(neighbour.index) - 1) } : neighbour;
}

function blockAfter(layout: HeatLayout, { index, slot }: HeatCursor, key: string): HeatCursor | undefined {
  const filled = layout.blocks.flatMap(({ block }, at) => (block.slots.length > 0 ? [at] : []));
  const [before, after] = [filled.filter((at) => at < index).at(-1), filled.find((at) => at > index)];
  if (key === 'PageUp') return before === undefined ? { index, slot } : { index: before, slot: 0 };
  if (key === 'PageDown') return after === undefined ? { index, slot } : { index: after, slot: 0 };
  if (key === 'Home') return { index: filled[0] ?? 0, slot: 0 };
  if (key === 'End') return { index: filled.at(-1) ?? 0, slot: 0 };
  return undefined;
}
