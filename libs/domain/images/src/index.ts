export { busyboxVersion } from './busybox-version.ts';
export type { Catalogue } from './catalogue.ts';
export { BUILT_IN_IMAGES, builtInCatalogue, catalogueOf } from './catalogue.ts';
export type { ImageDescription } from './description/image-description.ts';
export { imageProblems } from './description/image-problems.ts';
export { behaviorAnnotation, withBehavior } from './description/override.ts';
export { hexDigest, imageDigest } from './digest.ts';
export type {
  ExitingProgram,
  Failure,
  Image,
  Life,
  Listener,
  Need,
  PathAnswer,
  PeriodicLine,
  Program,
  Reaction,
  Requirement,
  ScriptProgram,
  ServingProgram,
  Tools,
} from './image.ts';
export { answerAt, failureOf, unmetRequirement } from './image.ts';
export type { PullRefusal, ResolvedImage } from './pull.ts';
export { resolveImage } from './pull.ts';
export type { ImageReference } from './reference.ts';
export { defaultPullPolicy, familiarName, invalidNameText, parseReference } from './reference.ts';
export { isRepositoryPattern } from './repository-pattern.ts';
export { firstAbove, timeAbove, usedBetween } from './usage/over-time.ts';
export type { RunningUse, Use } from './usage/use.ts';
export { amountAt, steadyUse } from './usage/use.ts';
