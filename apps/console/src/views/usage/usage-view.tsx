import { useEffect, useMemo, useRef, useState } from 'react';
import { bytesText, coresText, nodeBounds, podBounds, type UsageBounds, type UsageSample } from '../../model/usage.ts';
import { useLab, useRows } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { type Usage, useUsage } from '../../store/usage-samples.ts';
import { TEXTS } from '../../texts.ts';
import './usage.css';
import type { PlotKind, PlotLine, UsagePlot } from './usage-plot.ts';

const KINDS: readonly PlotKind[] = [
  {
    resource: 'cpu',
    label: TEXTS.usage.cpu,
    text: coresText,
    steps: [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
  },
  { resource: 'memory', label: TEXTS.usage.memory, text: bytesText, steps: Array.from({ length: 45 }, (_, power) => 2 ** power) },
];

/** CPU and memory of a pod over lab time. */
export function PodUsage({ object }: { readonly object: LabObject }) {
  const { namespace, name } = object.metadata;
  return <Charts path={`namespaces/${namespace}/pods/${name}`} bounds={podBounds(object)} upper={TEXTS.usage.limit} />;
}

/** CPU and memory of a node over lab time. */
export function NodeUsage({ object }: { readonly object: LabObject }) {
  const pods = useRows('pods');
  const bounds = useMemo(
    () =>
      nodeBounds(
        object,
        [...pods.byKey.values()].map((row) => row.object),
      ),
    [object, pods],
  );
  return <Charts path={`nodes/${object.metadata.name}`} bounds={bounds} upper={TEXTS.usage.allocatable} />;
}

interface ChartsProps {
  readonly path: string;
  readonly bounds: UsageBounds;
  /** Name of the upper line. */
  readonly upper: string;
}

function Charts(props: ChartsProps) {
  return useLab().at === undefined ? <Present {...props} /> : <p>{TEXTS.usage.past}</p>;
}

function Present({ path, bounds, upper }: ChartsProps) {
  const usage = useUsage(path);
  return (
    <section className="usage" aria-label={TEXTS.usage.title}>
      <Emptiness usage={usage} />
      {usage.samples.length > 0 &&
        KINDS.map((kind) => <Chart key={kind.resource} kind={kind} samples={usage.samples} lines={linesOf(kind, bounds, upper)} />)}
    </section>
  );
}

/** Why there is no chart, or no new point. */
function Emptiness({ usage: { samples, problem, isPaused } }: { readonly usage: Usage }) {
  if (problem !== '')
    return (
      <p>
        {problem}. {TEXTS.usage.young}
      </p>
    );
  if (isPaused) return <p>{TEXTS.usage.paused}</p>;
  return samples.length < 2 ? <p>{TEXTS.usage.waiting}</p> : undefined;
}

function linesOf({ resource }: PlotKind, { requests, limits }: UsageBounds, upper: string): readonly PlotLine[] {
  const lines = [
    { label: TEXTS.usage.request, value: requests[resource] },
    { label: upper, value: limits[resource] },
  ];
  return lines.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
}

interface ChartProps {
  readonly kind: PlotKind;
  readonly samples: readonly UsageSample[];
  readonly lines: readonly PlotLine[];
}

function Chart({ kind, samples, lines }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<UsagePlot | undefined>();
  const key = JSON.stringify(lines);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the lines
  useEffect(() => {
    const stop = new AbortController();
    const { current } = element;
    if (current === null) return;
    void import('./usage-plot.ts').then(({ UsagePlot: Plot }) => {
      if (stop.signal.aborted) return;
      const created = new Plot(current, kind, lines);
      stop.signal.addEventListener('abort', () => created.dispose());
      setPlot(created);
    });
    return () => stop.abort();
  }, [kind, key]);
  useEffect(() => plot?.show(samples), [plot, samples]);
  const last = samples.at(-1)?.[kind.resource] ?? 0;
  const summary = [`${kind.label} ${kind.text(last)}`, ...lines.map(({ label, value }) => `${label} ${kind.text(value)}`)].join(', ');
  return (
    <figure>
      <figcaption>{summary}</figcaption>
      <div className="plot" ref={element} role="img" aria-label={TEXTS.usage.chart(summary, samples.length)} />
    </figure>
  );
}
