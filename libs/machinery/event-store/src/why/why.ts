import type { LogEvent } from '../log-event.ts';
import type { Revision } from '../revision.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Step of a chain: event with actor, time and cause, without the object. */
export interface WhyStep extends Pick<LogEvent, 'revision' | 'at' | 'type' | 'change' | 'key' | 'uid' | 'actor' | 'cause' | 'data'> {
  /** Note for people: `the last that was heard of node-2`. */
  readonly note?: string;
  /** Chains of other origin that join here. */
  readonly branches: readonly WhyChain[];
  /** Further causing events whose chains are already printed. */
  readonly along: readonly Revision[];
}

/**
 * End of a chain: its beginning, a step printed elsewhere, a pruned event, or the length limit with the next revision. Part of the public
 * output of `klockwork why -o json`, hence still discriminated by `ends`.
 */
export type WhyEnd =
  | { readonly ends: 'at-its-beginning' }
  | { readonly ends: 'in-another'; readonly revision: Revision }
  | { readonly ends: 'in-what-was-removed'; readonly revision: Revision; readonly kinds: readonly string[]; readonly note?: string }
  | { readonly ends: 'further-back'; readonly revision: Revision };

/** Event with its causes, step by step backwards. */
export interface WhyChain {
  readonly steps: readonly WhyStep[];
  /** Number of omitted middle steps after that revision. */
  readonly gap?: { readonly after: Revision; readonly steps: number };
  readonly end: WhyEnd;
}

/** Question with its answer. */
export interface WhyAnswer {
  /** `pods/default/web-1 was deleted` */
  readonly question: string;
  /** Diagnosis of the object's state, if one exists. */
  readonly diagnosis?: Diagnosis;
  readonly chain: WhyChain;
}

/** Output of `klockwork why -o json`. */
export interface Why {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'Why';
  readonly answers: readonly WhyAnswer[];
  /** UIDs of other objects with the requested name, newest first. */
  readonly namesakes?: readonly string[];
}
