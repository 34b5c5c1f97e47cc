import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { argoRollouts } from './argo-rollouts.ts';
import { certManager } from './cert-manager.ts';
import { certManagerLabClock } from './cert-manager-lab-clock.ts';
import { builtinWebhooks, chaosPods } from './controller-runtime.ts';
import { goClock } from './go-clock.ts';
import { goOperator } from './go-operator.ts';
import { builtProgram } from './go-program.ts';
import { HostProgram } from './host-program.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { npmOperator } from './npm-operator.ts';
import { installedProgram } from './npm-package.ts';
import type { Operator, Proof } from './operator.ts';
import { ownProgram } from './own-program.ts';
import { pythonOperator } from './python-operator.ts';
import { installedPython } from './python-packages.ts';
import { UnavailableError } from './unavailable-error.ts';

// `npm run operators [-- NAME ...]`: builds operators of other projects, and proves each against a fresh lab.

const OPERATORS: readonly Operator[] = [
  kubeStateMetrics,
  builtinWebhooks,
  chaosPods,
  certManager,
  argoRollouts,
  npmOperator,
  pythonOperator,
  goClock,
  goOperator,
  certManagerLabClock,
];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !OPERATORS.some((operator) => operator.name === name));
if (unknown.length > 0) {
  console.error(`operators: unknown ${unknown.join(', ')}; there are ${OPERATORS.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
let failures = 0;
for (const operator of OPERATORS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  try {
    const files = new Map<string, string>();
    for (const program of operator.programs) files.set(program.name, await fileOf(program));
    await proveIn(operator, files);
    console.log(`${operator.name}: works`);
  } catch (error) {
    if (error instanceof UnavailableError) {
      console.log(`${operator.name}: SKIPPED: ${error.message}`);
      continue;
    }
    failures += 1;
    console.log(`${operator.name}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exit(failures === 0 ? 0 : 1);

function fileOf(program: Operator['programs'][number]): Promise<string> {
  if ('own' in program) return ownProgram(program);
  if ('python' in program) return installedPython(program);
  return 'npm' in program ? installedProgram(program) : builtProgram(program);
}

/** Runs a proof in a lab of its own. A failure prints the ends of the programs' outputs. */
async function proveIn(operator: Operator, files: ReadonlyMap<string, string>): Promise<void> {
  const running: HostProgram[] = [];
  const lab = await Lab.up(['--nodes', '2', '--profile', 'fast', ...(operator.lab ?? [])]);
  const folder = join(lab.data, 'operator');
  mkdirSync(folder);
  const proof: Proof = {
    lab,
    folder,
    kubeconfig: join(lab.data, 'kubeconfig'),
    start(name, args, env) {
      const program = new HostProgram(files.get(name) ?? name, args, { KUBECONFIG: join(lab.data, 'kubeconfig'), ...env });
      running.push(program);
      return program;
    },
    async apply(...objects) {
      await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    },
    proven: (fact) => console.log(`${operator.name}: ${fact}`),
  };
  try {
    await operator.prove(proof);
  } catch (error) {
    for (const program of running) console.log(program.tail);
    throw error;
  } finally {
    for (const program of running) await program.stop();
    await lab.down();
  }
}
