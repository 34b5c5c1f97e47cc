import { cellOf, type Row } from '../store/row.ts';
import { changedKeys, type Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';
import { nodeTone, podTone, type Tone } from './tone.ts';

/** Node of the heat map. Its pods keep their slots for as long as they live. */
export interface HeatBlock {
  /** '' for pods without a node. */
  readonly name: string;
  readonly zone: string;
  status: string;
  tone: Tone;
  readonly slots: (HeatPod | undefined)[];
  /** Empty slots among the others. */
  readonly free: number[];
}

/** Pod of the heat map. */
export interface HeatPod {
  readonly key: string;
  readonly status: string;
  readonly restarts: string;
  readonly tone: Tone;
}

/** Place of a pod. */
export interface HeatPlace {
  readonly block: HeatBlock;
  readonly slot: number;
}

/** Part of a heat map to draw again. */
export interface HeatChange {
  /** True for other blocks, or blocks of another size. */
  readonly layout: boolean;
  readonly places: readonly HeatPlace[];
}

const ZONE = 'topology.kubernetes.io/zone';
/** Slots are added in groups, so that a new pod seldom moves other blocks. */
const GROUP = 10;

/** Nodes with a slot per pod, kept up to date by changes alone. */
export class HeatMap {
  #blocks: HeatBlock[] = [];
  readonly #byName = new Map<string, HeatBlock>();
  readonly #places = new Map<string, HeatPlace>();
  #nodes: ReadonlyMap<string, Row> | undefined;
  #pods: ReadonlyMap<string, Row> | undefined;

  /** Blocks by zone and name; pods without a node last. */
  get blocks(): readonly HeatBlock[] {
    return this.#blocks;
  }

  /** Returns the place of a pod; undefined for unknown ones. */
  placeOf(key: string): HeatPlace | undefined {
    return this.#places.get(key);
  }

  /** Takes the present rows over. */
  update(nodes: Rows, pods: Rows): HeatChange {
    const known = this.#nodes !== undefined && this.#pods !== undefined;
    const nodeKeys = known ? changedKeys(this.#nodes as ReadonlyMap<string, Row>, nodes) : undefined;
    const podKeys = known ? changedKeys(this.#pods as ReadonlyMap<string, Row>, pods) : undefined;
    this.#nodes = nodes.byKey;
    this.#pods = pods.byKey;
    if (nodeKeys === undefined || podKeys === undefined || !this.#hasNodes(nodeKeys, nodes)) return this.#rebuild(nodes, pods);
    const hasNews = [...nodeKeys].map((key) => this.#setNode(nodes.byKey.get(key) as Row, nodes)).includes(true);
    const sizes = this.#blocks.map(capacityOf);
    const places = [...podKeys].flatMap((key) => this.#setPod(key, pods));
    return { layout: hasNews || this.#blocks.some((block, index) => capacityOf(block) !== sizes[index]), places };
  }

  /** True if changed nodes are the same nodes in the same zones. */
  #hasNodes(keys: ReadonlySet<string>, nodes: Rows): boolean {
    return [...keys].every((key) => {
      const row = nodes.byKey.get(key);
      return row !== undefined && this.#byName.get(key)?.zone === zoneOf(row);
    });
  }

  /** Returns true for another status. */
  #setNode(row: Row, { columns }: Rows): boolean {
    const block = this.#byName.get(row.key);
    const status = cellOf(row, columns, 'Status');
    if (block === undefined || block.status === status) return false;
    block.status = status;
    block.tone = nodeTone(status);
    return true;
  }

  /** Returns the places that a pod leaves and takes. */
  #setPod(key: string, pods: Rows): readonly HeatPlace[] {
    const [former, row] = [this.#places.get(key), pods.byKey.get(key)];
    const block = row && (this.#byName.get(String(row.object.spec?.nodeName ?? '')) ?? this.#byName.get(''));
    if (former !== undefined && former.block !== block) {
      former.block.slots[former.slot] = undefined;
      former.block.free.push(former.slot);
      this.#places.delete(key);
    }
    if (row === undefined || block === undefined) return former === undefined ? [] : [former];
    const place = former?.block === block ? former : this.#take(block);
    block.slots[place.slot] = podOf(row, pods);
    this.#places.set(key, place);
    return former === undefined || former === place ? [place] : [former, place];
  }

  #take(block: HeatBlock): HeatPlace {
    return { block, slot: block.free.pop() ?? block.slots.length };
  }

  #rebuild(nodes: Rows, pods: Rows): HeatChange {
    const rows = [...nodes.byKey.values()].map((row) => ({ row, zone: zoneOf(row) }));
    rows.sort((one, other) => byName(one.zone, other.zone) || byName(one.row.key, other.row.key));
    this.#blocks = rows.map(({ row, zone }) => ({ name: row.key, zone, status: '', tone: 'unknown', slots: [], free: [] }));
    this.#blocks.push({ name: '', zone: '', status: '', tone: 'unknown', slots: [], free: [] });
    this.#byName.clear();
    this.#places.clear();
    for (const block of this.#blocks) this.#byName.set(block.name, block);
    for (const { row } of rows) this.#setNode(row, nodes);
    const byAge = [...pods.byKey.values()].sort((one, other) => inOrder(bornOf(one), bornOf(other)) || inOrder(one.key, other.key));
    for (const { key } of byAge) this.#setPod(key, pods);
    return { layout: true, places: [] };
  }
}

/** Returns the number of slots that a block has room for. */
export function capacityOf({ name, slots, free }: HeatBlock): number {
  if (name === '' && free.length === slots.length) return 0;
  return Math.ceil(slots.length / GROUP) * GROUP;
}

function podOf(row: Row, { columns }: Rows): HeatPod {
  const status = cellOf(row, columns, 'Status');
  return { key: row.key, status, restarts: cellOf(row, columns, 'Restarts'), tone: podTone(status, cellOf(row, columns, 'Ready')) };
}

function zoneOf({ object }: Row): string {
  return object.metadata.labels?.[ZONE] ?? '';
}

/** Many rows: a collator would take most of the time. */
function inOrder(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Server instants share one format, which sorts as text. */
function bornOf({ object }: Row): string {
  return object.metadata.creationTimestamp ?? '';
}
