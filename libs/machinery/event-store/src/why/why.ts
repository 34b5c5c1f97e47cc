import type { LogEvent, Revision } from '../log-event.ts';
import type { Diagnosis } from './diagnosis.ts';

/** An event on the way back: who did what, when, and what it was a reaction to. The object itself is not shown. */
export interface WhyStep extends Pick<LogEvent, 'revision' | 'at' | 'type' | 'change' | 'key' | 'uid' | 'actor' | 'cause' | 'data'> {
  /** What a person should know of it: `the last that was heard of node-2`. */
  readonly note?: string;
  /** Chains of other origin that met with this one here. */
  readonly branches: readonly WhyChain[];
  /** Events that it reacted to as well, and that lead to what is told anyhow. */
  readonly along: readonly Revision[];
}

/**
 * Why a chain ends: it has come to its beginning, goes on as told at that revision, leads to an event that retention removed, or is
 * longer than one answer follows it and goes on there.
 */
export type WhyEnd =
  | { readonly ends: 'at-its-beginning' }
  | { readonly ends: 'in-another'; readonly revision: Revision }
  | { readonly ends: 'in-what-was-removed'; readonly revision: Revision; readonly kinds: readonly string[]; readonly note?: string }
  | { readonly ends: 'further-back'; readonly revision: Revision };

/** An event and what it follows from, step by step back. */
export interface WhyChain {
  readonly steps: readonly WhyStep[];
  /** Steps in the middle that are left out after that revision, as the chain is too long to read. */
  readonly gap?: { readonly after: Revision; readonly steps: number };
  readonly end: WhyEnd;
}

/** A question and what answers it. */
export interface WhyAnswer {
  /** `pods/default/web-1 was deleted` */
  readonly question: string;
  /** Present when the question is about a state of the object that has an explanation of its own. */
  readonly diagnosis?: Diagnosis;
  readonly chain: WhyChain;
}

/** What `klockwork why -o json` prints. */
export interface Why {
  readonly apiVersion: 'klockwork.dev/v1alpha1';
  readonly kind: 'Why';
  readonly answers: readonly WhyAnswer[];
  /** UIDs of the other objects that had the name that was asked for, the newest first. */
  readonly namesakes?: readonly string[];
}
