import type { DeclaredType } from '../schema/declared-type.ts';
import type { CelType } from '../types/type.ts';

/** Bounds of a cost or a size. */
export interface Estimate {
  readonly min: number;
  readonly max: number;
}

/** Largest value of an unsigned 64-bit integer, as near as a double comes; computations saturate at it. */
export const UNBOUNDED = 2 ** 64;

export const UNKNOWN: Estimate = { min: 0, max: UNBOUNDED };

export function fixed(value: number): Estimate {
  return { min: value, max: value };
}

function saturate(value: number): number {
  return Math.min(value, UNBOUNDED);
}

export function add(...estimates: readonly Estimate[]): Estimate {
  let [min, max] = [0, 0];
  for (const estimate of estimates) [min, max] = [saturate(min + estimate.min), saturate(max + estimate.max)];
  return { min, max };
}

export function multiply(a: Estimate, b: Estimate): Estimate {
  return { min: saturate(a.min * b.min), max: saturate(a.max * b.max) };
}

export function scale({ min, max }: Estimate, factor: number): Estimate {
  return { min: saturate(Math.ceil(min * factor)), max: saturate(Math.ceil(max * factor)) };
}

/** Returns the bounds of a choice between two. */
export function union(a: Estimate, b: Estimate): Estimate {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** Operand of a call, for its estimate. */
export interface Operand {
  readonly type: CelType;
  /** Path from a variable; empty for a computed operand. */
  readonly path: readonly string[];
  /** Size, where it is known. */
  readonly size: Estimate | undefined;
  /** Value of an integer literal. */
  readonly literal: bigint | undefined;
}

/** Returns the size of what a path leads to; undefined for an unknown one. */
export type SizeOf = (path: readonly string[]) => Estimate | undefined;

/** Returns the sizes below the variables `self` and `oldSelf`, which both are of type `root`. */
export function sizesOf(root: DeclaredType): SizeOf {
  return (path) => {
    if (path.length === 0) return undefined;
    let node: DeclaredType | undefined = root;
    for (const name of path.slice(1)) {
      node = step(node, name);
      if (node === undefined) return undefined;
    }
    return { min: 0, max: node.maxElements };
  };
}

function step(node: DeclaredType, name: string): DeclaredType | undefined {
  if (name === '@items' || name === '@values') return node.element;
  return name === '@keys' ? node.key : node.fields?.get(name);
}
