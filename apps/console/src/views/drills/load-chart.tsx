import { humanDuration } from '@klockwork/api-machinery';
import type { LoadProgress } from '@klockwork/drills';
import { loadBars } from '../../model/drill-run.ts';
import { TEXTS } from '../../texts.ts';

const WIDTH = 600;
const HEIGHT = 60;

/** Answered and failed requests of each load over lab time. */
export function LoadCharts({ load }: { readonly load: readonly LoadProgress[] }) {
  if (load.length === 0) return undefined;
  return (
    <section aria-label={TEXTS.drillRun.load}>
      <h3>{TEXTS.drillRun.load}</h3>
      {load.map((one) => (
        <LoadChart key={one.name} load={one} />
      ))}
    </section>
  );
}

function LoadChart({ load }: { readonly load: LoadProgress }) {
  const { name, target, answered, failed, bucketMs } = load;
  const text = TEXTS.drillRun.loadOf(`${name} (${target})`, answered, failed);
  return (
    <figure>
      <figcaption>{text}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={text}>
        {loadBars(load).map(({ key, isFailed, x, y, width, height }) => (
          <rect
            key={key}
            className={isFailed ? 'failed' : 'answered'}
            x={x * WIDTH}
            y={y * HEIGHT}
            width={Math.max(width * WIDTH - 0.5, 0.5)}
            height={height * HEIGHT}
          />
        ))}
      </svg>
      <small>{TEXTS.drillRun.bucket(humanDuration(bucketMs))}</small>
    </figure>
  );
}
