import { actorText } from './actor-text.ts';
import { causeSentence } from './cause-sentence.ts';
import { diagnosisLines } from './diagnosis-text.ts';
import { objectText } from './questions.ts';
import type { Why, WhyAnswer, WhyChain, WhyStep } from './why.ts';

/** Wider values do not shift other columns. */
const ACTOR_WIDTH = 27;
const DATA_CHARACTERS_MAX = 80;

/** Returns the answers as text for people: one line per step, from the effect back to the origin, with indented branches. */
export function whyText({ answers, namesakes = [] }: Why): string {
  return [
    ...answers.map(answerText),
    ...(namesakes.length === 0 ? [] : [`others had this name: --uid ${namesakes.join(', --uid ')}`]),
  ].join('\n\n');
}

function answerText({ question, diagnosis, chain }: WhyAnswer): string {
  if (diagnosis === undefined) return [`${question}:`, ...chainLines(chain, '  ')].join('\n');
  const ledHere = chain.steps.length === 0 ? [] : ['  What led to it:', ...chainLines(chain, '    ')];
  return [question, ...diagnosisLines(diagnosis, '  '), ...ledHere].join('\n');
}

function chainLines({ steps, gap, end }: WhyChain, indent: string): string[] {
  const lines = steps.flatMap((step) => {
    const skipped = gap?.after === step.revision ? [`${indent}… ${gap.steps} more steps …`] : [];
    return [...stepLines(step, indent), ...skipped];
  });
  switch (end.ends) {
    case 'at-its-beginning':
    // The cause of the last step names the revision, and its line stands above.
    case 'in-another':
      return lines;
    case 'in-what-was-removed':
      return [
        ...lines,
        `${indent}… rev ${end.revision} was removed by retention: ${end.note ?? `a superseded event of ${end.kinds.join(' or ')}`}`,
      ];
    case 'further-back':
      return [...lines, `${indent}… and further back: klockwork why ${end.revision}`];
  }
}

function stepLines({ branches, ...step }: WhyStep, indent: string): string[] {
  const { at, revision, actor, type, key, note, cause, along } = step;
  const what = [`${type} ${objectText(key)}`, dataText(step.data), note === undefined ? '' : `(${note})`].filter((part) => part !== '');
  const columns = [new Date(at).toISOString().slice(11, 23), `rev ${revision}`.padEnd(8), actorText(actor).padEnd(ACTOR_WIDTH)];
  return [
    `${indent}${[...columns, what.join(' '), causeSentence(cause, along, type)].join('  ')}`,
    ...branches.flatMap((branch) => [`${indent}  and because:`, ...chainLines(branch, `${indent}    `)]),
  ];
}

/** Returns short event data: `phase=Running ready=true`. */
function dataText(data: WhyStep['data']): string {
  const fields = Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return fields.length > DATA_CHARACTERS_MAX ? `${fields.slice(0, DATA_CHARACTERS_MAX - 1)}…` : fields;
}
