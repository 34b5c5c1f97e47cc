import { mergeFunctions } from '../checker/function.ts';
import { arithmetic } from './arithmetic.ts';
import { authorization } from './authorization.ts';
import { conversions } from './conversions.ts';
import { formats } from './formats.ts';
import { jsonPatches } from './json-patches.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { maps } from './maps.ts';
import { networks } from './networks.ts';
import { optionals } from './optionals.ts';
import { quantities } from './quantities.ts';
import { regexes } from './regex.ts';
import { semvers } from './semvers.ts';
import { strings } from './strings.ts';
import { times } from './times.ts';
import { urls } from './urls.ts';

/** Functions of Kubernetes 1.35. Models `k8s.io/apiserver/pkg/cel/environment/base.go`. */
export const FUNCTIONS = mergeFunctions([
  ...logic,
  ...arithmetic,
  ...conversions,
  ...strings,
  ...times,
  ...optionals,
  ...lists,
  ...maps,
  ...regexes,
  ...urls,
  ...quantities,
  ...networks,
  ...formats,
  ...semvers,
  ...authorization,
  ...jsonPatches,
]);
