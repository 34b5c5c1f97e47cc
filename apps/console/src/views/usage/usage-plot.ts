import 'uplot/dist/uPlot.min.css';
import UPlot from 'uplot';
import type { UsageSample } from '../../model/usage.ts';

/** Resource of a chart, with the texts of its values. */
export interface PlotKind {
  readonly resource: 'cpu' | 'memory';
  readonly label: string;
  readonly text: (value: number) => string;
  /** Distances between labels of the axis, in ascending order. */
  readonly steps: readonly number[];
}

/** Horizontal line of a chart. */
export interface PlotLine {
  readonly label: string;
  readonly value: number;
}

const HEIGHT = 160;
const MS_PER_S = 1_000;
const DASHES = [
  [6, 4],
  [2, 3],
];

/** Chart of one resource over lab time, with lines. */
export class UsagePlot {
  readonly #plot: UPlot;
  readonly #kind: PlotKind;
  readonly #lines: readonly PlotLine[];
  readonly #observer: ResizeObserver;

  constructor(element: HTMLElement, kind: PlotKind, lines: readonly PlotLine[]) {
    this.#kind = kind;
    this.#lines = lines;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
    const axis = { stroke: () => colour('color'), grid: { stroke: 'rgb(128 128 128 / 25%)' } };
    this.#plot = new UPlot(
      {
        ...{ width: Math.max(200, element.clientWidth), height: HEIGHT },
        tzDate: (seconds) => UPlot.tzDate(new Date(seconds * MS_PER_S), 'Etc/UTC'),
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
        axes: [
          { ...axis, values: (_, instants) => instants.map(clockText) },
          { ...axis, size: 76, incrs: [...kind.steps], values: (_, values) => values.map(kind.text) },
        ],
        series: [
          { value: (_, seconds) => (seconds === null ? '' : clockText(seconds)) },
          {
            label: kind.label,
            stroke: () => colour('accent-color'),
            width: 2,
            value: (_, value) => (value === null ? '' : kind.text(value)),
          },
          ...lines.map(({ label, value }, index) => ({
            ...{ label, stroke: () => colour('color'), width: 1, dash: DASHES[index] ?? [], points: { show: false } },
            value: () => kind.text(value),
          })),
        ],
      },
      [[], [], ...lines.map(() => [])],
      element,
    );
    this.#observer = new ResizeObserver(() => this.#plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT }));
    this.#observer.observe(element);
  }

  show(samples: readonly UsageSample[]): void {
    const values = samples.map((sample) => sample[this.#kind.resource]);
    this.#plot.setData([samples.map(({ at }) => at / MS_PER_S), values, ...this.#lines.map(({ value }) => samples.map(() => value))]);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#plot.destroy();
  }
}

function clockText(seconds: number): string {
  return new Date(seconds * MS_PER_S).toISOString().slice(11, 19);
}
