import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** Part of a program that computes one node. */
export interface Step {
  evaluate(frame: Frame): Value;
  /** Value that is known before evaluation. */
  readonly constant?: Value;
  /** Path that selections and indexes extend. */
  readonly attribute?: Attribute;
}

/**
 * Root with a path of selections and indexes that resolves as one. The cost of the root itself is charged by the step that evaluates the
 * attribute. Models cel-go `interpreter/attributes.go`.
 */
export interface Attribute {
  addQualifier(qualifier: Qualifier): void;
  resolve(frame: Frame): Value;
  /** Marks a choice between two paths, which costs nothing by itself. */
  readonly isFree: boolean;
}

/** Selection or index. Each that is applied costs 1. */
export interface Qualifier {
  readonly isOptional: boolean;
  qualify(frame: Frame, object: Value): Value;
  /** Returns undefined where the entry is missing. */
  qualifyIfPresent(frame: Frame, object: Value): Value | undefined;
}
