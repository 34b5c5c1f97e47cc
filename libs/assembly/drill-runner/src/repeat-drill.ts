import { type Drill, type DrillDistribution, type DrillResult, type DrillVerdict, percentile, RESULT_VERSION } from '@klockwork/drills';
import { type RunDrillOptions, runDrill } from './run-drill.ts';

type SeedResult = DrillDistribution['results'][number] & { readonly replay: string };

const SEVERITY: Readonly<Record<DrillVerdict, number>> = { Failed: 0, Inconclusive: 1, Passed: 2 };

/** Plays a drill with `runs` seeds from the first one on, and returns the distribution of the results. */
export async function repeatDrill(
  drill: Drill,
  runs: number,
  options: RunDrillOptions,
  onResult: (result: DrillResult) => void = () => {},
): Promise<DrillDistribution> {
  const first = options.seed ?? drill.spec.lab.seed;
  const results: SeedResult[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const result = await runDrill(drill, { ...options, seed });
    onResult(result);
    const { verdict, score, logHash, replay } = result;
    results.push({ seed, verdict, score, logHash, replay });
  }
  return distributionOf(drill.metadata.name, results);
}

function distributionOf(drill: string, results: readonly SeedResult[]): DrillDistribution {
  const scores = results.map(({ score }) => score).sort((a, b) => a - b);
  const count = (verdict: DrillVerdict) => results.filter((result) => result.verdict === verdict).length;
  const [worst] = [...results].sort(compareResults);
  if (worst === undefined) throw new Error('a distribution needs a result');
  return {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'DrillDistribution', schemaVersion: RESULT_VERSION, drill, runs: results.length },
    verdicts: { Passed: count('Passed'), Failed: count('Failed'), Inconclusive: count('Inconclusive') },
    score: { min: scores[0] ?? 0, p10: percentile(scores, 0.1), median: percentile(scores, 0.5), max: scores.at(-1) ?? 0 },
    worst: { seed: worst.seed, verdict: worst.verdict, score: worst.score, replay: worst.replay },
    results: results.map(({ replay: _, ...result }) => result),
  };
}

/** Orders failed runs first, then low scores, then small seeds. */
function compareResults(a: SeedResult, b: SeedResult): number {
  return SEVERITY[a.verdict] - SEVERITY[b.verdict] || a.score - b.score || a.seed - b.seed;
}
