import type { Lab } from '@klockwork/lab-tool';
import type { GoProgram } from './go-program.ts';
import type { HostProgram } from './host-program.ts';
import type { NpmProgram } from './npm-package.ts';
import type { OwnProgram } from './own-program.ts';
import type { PythonProgram } from './python-packages.ts';

/** Lab and programs of a proof. */
export interface Proof {
  readonly lab: Lab;
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Empty folder of the proof. */
  readonly folder: string;
  /** Starts a built program, which ends with the proof. */
  start(name: string, args: readonly string[], env?: NodeJS.ProcessEnv): HostProgram;
  /** Applies objects with kubectl. */
  apply(...objects: readonly object[]): Promise<void>;
  /** Prints a proven fact. */
  proven(fact: string): void;
}

/** Operator of another project, and the proof that it works. */
export interface Operator {
  readonly name: string;
  readonly programs: readonly (GoProgram | NpmProgram | OwnProgram | PythonProgram)[];
  /** Options of `klockwork up`. */
  readonly lab?: readonly string[];
  prove(proof: Proof): Promise<void>;
}
