import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { cornerOf, cursorAfter, type HeatCursor, type HeatLayout, type Hit, heatLayout, hitAt, NAME_PX } from '../../model/heat-layout.ts';
import { HeatMap } from '../../model/heat-map.ts';
import type { Selection } from '../../store/address.ts';
import type { Rows } from '../../store/rows.ts';
import { TEXTS } from '../../texts.ts';
import { type Palette, paintAll, paintPlaces, paletteOf } from './heat-paint.ts';
import './heat-map.css';
import { useScheme, useWidth } from './use-surface.ts';

interface HeatMapViewProps {
  readonly nodes: Rows;
  readonly pods: Rows;
  /** Texts of marked pods by their keys. */
  readonly marks: ReadonlyMap<string, string>;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
}

/** Max number of marks: each is an element. */
const MARKS_MAX = 500;

/** Place of the pointer in CSS pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** State of the drawing between two changes. */
interface Drawing {
  readonly map: HeatMap;
  layout: HeatLayout;
  palette: Palette | undefined;
  /** Width and scheme of the last complete drawing. */
  look: string;
}

/** Nodes with a tile per pod, for crowds. A change draws its own tiles alone. */
export function HeatMapView({ nodes, pods, marks, selection, onSelect }: HeatMapViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  drawing.current ??= { map: new HeatMap(), layout: heatLayout([], 0), palette: undefined, look: '' };
  const { current } = drawing;
  const [cursor, setCursor] = useState<HeatCursor | undefined>();
  const [pointer, setPointer] = useState<Point | undefined>();
  // Frames and texts follow the drawing, which follows the render.
  const [, setDrawings] = useState(0);
  const width = useWidth(frame);
  const scheme = useScheme();
  useLayoutEffect(() => {
    if (canvas.current === null || width === 0) return;
    if (draw(current, canvas.current, { nodes, pods, width, scheme })) setDrawings((count) => count + 1);
  }, [current, nodes, pods, width, scheme]);
  const { layout } = current;
  const hit = (pointer && hitAt(layout, pointer.x, pointer.y)) ?? (cursor && hitOf(layout, cursor));
  const select = (chosen: Hit | undefined) => {
    const found = chosen && selectionOf(chosen);
    if (found !== undefined) onSelect(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = cursorAfter(layout, cursor ?? { index: 0, slot: 0 }, event.key);
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === undefined) select(cursor && hitOf(layout, cursor));
    else setCursor(next);
  };
  const selected = selection?.resource === 'pods' ? placedHit(current, selection.key) : undefined;
  return (
    <>
      <output className="pointed">{hit === undefined ? TEXTS.map.heatHint : hitText(hit)}</output>
      <div ref={frame} className="heat">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrows and Enter work on the whole drawing */}
        <canvas
          ref={canvas}
          role="application"
          tabIndex={0}
          aria-label={TEXTS.map.heat(pods.byKey.size)}
          onPointerMove={({ nativeEvent: { offsetX, offsetY } }) => setPointer({ x: offsetX, y: offsetY })}
          onPointerLeave={() => setPointer(undefined)}
          onClick={({ nativeEvent: { offsetX, offsetY } }) => select(hitAt(layout, offsetX, offsetY))}
          onKeyDown={onKeyDown}
          onBlur={() => setCursor(undefined)}
        />
        {markedHits(current, marks).map((marked) => (
          <Frame key={`${marked.placed.block.name} ${marked.slot}`} layout={layout} hit={marked} kind="marked" />
        ))}
        <Frame layout={layout} hit={selected} kind="selected" />
        <Frame layout={layout} hit={hit} kind="pointed-at" />
      </div>
    </>
  );
}

interface Look {
  readonly nodes: Rows;
  readonly pods: Rows;
  readonly width: number;
  readonly scheme: string;
}

/** Returns whether the drawing changed. */
function draw(drawing: Drawing, canvas: HTMLCanvasElement, { nodes, pods, width, scheme }: Look): boolean {
  const { layout: isOther, places } = drawing.map.update(nodes, pods);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return false;
  const look = `${width} ${scheme}`;
  const { palette } = drawing;
  if (!isOther && look === drawing.look && palette !== undefined) {
    paintPlaces(context, drawing.layout, { places, palette });
    return places.length > 0;
  }
  drawing.palette = paletteOf(canvas);
  drawing.look = look;
  drawing.layout = heatLayout(drawing.map.blocks, width);
  resize(canvas, context, { width, height: drawing.layout.height });
  paintAll(context, drawing.layout, drawing.palette);
  return true;
}

function resize(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, size: { width: number; height: number }): void {
  const ratio = devicePixelRatio;
  const [width, height] = [Math.floor(size.width * ratio), Math.ceil(size.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

interface FrameProps {
  readonly layout: HeatLayout;
  readonly hit: Hit | undefined;
  readonly kind: 'selected' | 'pointed-at' | 'marked';
}

/** Border around a tile or a node's name. */
function Frame({ layout, hit, kind }: FrameProps) {
  if (hit === undefined) return undefined;
  const { placed, slot } = hit;
  const { x, y } = slot === undefined ? placed : cornerOf(layout, placed, slot);
  const [width, height] = slot === undefined ? [placed.width, NAME_PX] : [layout.tile, layout.tile];
  return (
    <span className={`frame ${kind}`} style={{ transform: `translate(${x - 2}px, ${y - 2}px)`, width: width + 3, height: height + 3 }} />
  );
}

function hitOf(layout: HeatLayout, { index, slot }: HeatCursor): Hit | undefined {
  const placed = layout.blocks[index];
  return placed && { placed, slot };
}

function placedHit({ map, layout }: Drawing, key: string): Hit | undefined {
  const place = map.placeOf(key);
  const placed = place && layout.blocks.find(({ block }) => block === place.block);
  return placed && place && { placed, slot: place.slot };
}

function markedHits({ map, layout }: Drawing, marks: ReadonlyMap<string, string>): readonly Hit[] {
  if (marks.size === 0) return [];
  const placedOf = new Map(layout.blocks.map((placed) => [placed.block, placed]));
  return [...marks.keys()].slice(0, MARKS_MAX).flatMap((key) => {
    const place = map.placeOf(key);
    const placed = place && placedOf.get(place.block);
    return placed === undefined || place === undefined ? [] : [{ placed, slot: place.slot }];
  });
}

function selectionOf({ placed: { block }, slot }: Hit): Selection | undefined {
  const pod = slot === undefined ? undefined : block.slots[slot];
  if (pod !== undefined) return { resource: 'pods', key: pod.key };
  return slot === undefined && block.name !== '' ? { resource: 'nodes', key: block.name } : undefined;
}

function hitText({ placed: { block }, slot }: Hit): string {
  const pod = slot === undefined ? undefined : block.slots[slot];
  if (pod !== undefined) return TEXTS.map.podOnNode(TEXTS.map.pod(pod.key, pod.status, pod.restarts), block.name);
  return block.name === '' ? TEXTS.map.homeless : TEXTS.map.node(block.name, block.status);
}
