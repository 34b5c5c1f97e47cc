import { yamlOf } from '../../../model/yaml-problems.ts';
import type { WriteAnswer } from '../../../store/object-writes.ts';
import { TEXTS } from '../../../texts.ts';
import { YamlDiff } from './yaml-diff.tsx';

interface WriteReviewProps {
  /** Object before the write, as YAML. */
  readonly before: string;
  readonly trial: WriteAnswer;
  readonly backText?: string;
  readonly onApply: () => void;
  readonly onBack: () => void;
}

/** Result of the dry run: what applying changes, defaults included. */
export function WriteReview({ before, trial, backText = TEXTS.yaml.back, onApply, onBack }: WriteReviewProps) {
  return (
    <section aria-label={TEXTS.yaml.review}>
      <p>{TEXTS.yaml.reviewText}</p>
      {trial.warnings.map((warning) => (
        <p key={warning} role="alert">
          {TEXTS.yaml.warning(warning)}
        </p>
      ))}
      <YamlDiff before={before} after={yamlOf(trial.object)} />
      <div className="actions">
        <button type="button" onClick={onApply}>
          {TEXTS.yaml.apply}
        </button>
        <button type="button" onClick={onBack}>
          {backText}
        </button>
      </div>
    </section>
  );
}
