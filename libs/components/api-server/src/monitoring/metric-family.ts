/** Metrics with one name, in the text format of Prometheus. */
export interface MetricFamily {
  readonly name: string;
  /** Returns the comments and samples; '' without samples. */
  text(): string;
}

/** Description of a family. `help` begins with the stability level, as upstream's does. */
export interface FamilyOptions {
  readonly name: string;
  readonly help: string;
  /** Names of the labels, sorted. */
  readonly labels?: readonly string[];
}

type Values = readonly string[];

/** Separates label values in the key of a series; no label value contains it. */
const SEPARATOR = '\u0000';

/** Numbers by label values: the counters and gauges of a family. */
export class NumberFamily implements MetricFamily {
  readonly name: string;
  readonly #options: FamilyOptions;
  readonly #type: 'counter' | 'gauge';
  readonly #series = new Map<string, number>();

  constructor(type: 'counter' | 'gauge', options: FamilyOptions) {
    this.name = options.name;
    this.#type = type;
    this.#options = options;
  }

  /** Adds to the number with these label values, in the order of the labels. */
  add(values: Values, amount = 1): void {
    const key = values.join(SEPARATOR);
    this.#series.set(key, (this.#series.get(key) ?? 0) + amount);
  }

  set(values: Values, value: number): void {
    this.#series.set(values.join(SEPARATOR), value);
  }

  text(): string {
    const lines = inOrder(this.#series).map(([values, value]) => sample(this.name, labelText(this.#options, values), value));
    return familyText(this.#options, this.#type, lines);
  }
}

interface Distribution {
  /** Number of observations in each bucket alone; the last one has no upper bound. */
  readonly counts: number[];
  sum: number;
}

/** Distributions by label values, as cumulative buckets. */
export class HistogramFamily implements MetricFamily {
  readonly name: string;
  readonly #options: FamilyOptions;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Distribution>();

  /** `bounds`: upper bounds of the buckets, ascending. */
  constructor(options: FamilyOptions, bounds: readonly number[]) {
    this.name = options.name;
    this.#options = options;
    this.#bounds = bounds;
  }

  observe(values: Values, value: number): void {
    const key = values.join(SEPARATOR);
    const series = this.#series.get(key) ?? { counts: new Array<number>(this.#bounds.length + 1).fill(0), sum: 0 };
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    const index = bucket < 0 ? this.#bounds.length : bucket;
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += value;
    this.#series.set(key, series);
  }

  text(): string {
    const lines = inOrder(this.#series).flatMap(([values, series]) => this.#samples(labelText(this.#options, values), series));
    return familyText(this.#options, 'histogram', lines);
  }

  #samples(labels: string, { counts, sum }: Distribution): string[] {
    const lines: string[] = [];
    let count = 0;
    for (const [index, own] of counts.entries()) {
      count += own;
      const bound = this.#bounds[index];
      const le = `le="${bound === undefined ? '+Inf' : goFloatText(bound)}"`;
      lines.push(`${this.name}_bucket{${labels === '' ? le : `${labels},${le}`}} ${count}`);
    }
    return [...lines, sample(`${this.name}_sum`, labels, sum), `${this.name}_count${braced(labels)} ${count}`];
  }
}

/** Returns a number as `strconv.FormatFloat(value, 'g', -1, 64)` prints it: with an exponent from 1e+06, and below 0.0001 as 1e-05. */
function goFloatText(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  if (value === 0 || (Number(exponent) >= -4 && Number(exponent) < 6)) return String(value);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Returns families in the order of their names, as one page. */
export function familiesText(families: readonly MetricFamily[]): string {
  return [...families]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((family) => family.text())
    .join('');
}

function familyText({ name, help }: FamilyOptions, type: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function inOrder<T>(series: ReadonlyMap<string, T>): [Values, T][] {
  return [...series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key.split(SEPARATOR), value]);
}

function labelText({ labels = [] }: FamilyOptions, values: Values): string {
  return labels.map((label, index) => `${label}="${escaped(values[index] ?? '')}"`).join(',');
}

function sample(name: string, labels: string, value: number): string {
  return `${name}${braced(labels)} ${goFloatText(value)}`;
}

function braced(labels: string): string {
  return labels === '' ? '' : `{${labels}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
