import { causesResolve } from './causes-resolve.invariant.ts';
import { finalPhaseIsFinal } from './final-phase-is-final.invariant.ts';
import { historyIsAChain } from './history-is-a-chain.invariant.ts';
import type { Invariant } from './invariant.ts';
import { kindHistoryIsAChain } from './kind-history-is-a-chain.invariant.ts';
import { labTimeNeverGoesBack } from './lab-time-never-goes-back.invariant.ts';
import { podIsBoundOnce } from './pod-is-bound-once.invariant.ts';
import { podNameIsUnique } from './pod-name-is-unique.invariant.ts';
import { replicaSetIsNotExceeded } from './replica-set-is-not-exceeded.invariant.ts';
import { resourceVersionIsRevision } from './resource-version-is-revision.invariant.ts';
import { restartCountNeverFalls } from './restart-count-never-falls.invariant.ts';
import { revisionsHaveNoGap } from './revisions-have-no-gap.invariant.ts';
import { rolloutKeepsAvailable } from './rollout-keeps-available.invariant.ts';
import { surgeIsBounded } from './surge-is-bounded.invariant.ts';
import { uidIsNeverReused } from './uid-is-never-reused.invariant.ts';
import { volumeStaysWithItsClaim } from './volume-stays-with-its-claim.invariant.ts';

/** Everything that is checked after every event, the log's own rules first. */
export const allInvariants: readonly Invariant[] = [
  revisionsHaveNoGap,
  labTimeNeverGoesBack,
  historyIsAChain,
  kindHistoryIsAChain,
  resourceVersionIsRevision,
  uidIsNeverReused,
  causesResolve,
  podNameIsUnique,
  podIsBoundOnce,
  volumeStaysWithItsClaim,
  restartCountNeverFalls,
  finalPhaseIsFinal,
  replicaSetIsNotExceeded,
  surgeIsBounded,
  rolloutKeepsAvailable,
];
