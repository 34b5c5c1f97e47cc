import type { Rule } from '../rule.ts';
import { deadCode } from './dead-code.rule.ts';
import { decisions } from './decisions.rule.ts';
import { dependencies } from './dependencies.rule.ts';
import { docstrings } from './docstrings.rule.ts';
import { documents } from './documents.rule.ts';
import { doors } from './doors.rule.ts';
import { entries } from './entries.rule.ts';
import { fileShape } from './file-shape.rule.ts';
import { hostFree } from './host-free.rule.ts';
import { importCyclesRule } from './import-cycles.rule.ts';
import { importStyle } from './import-style.rule.ts';
import { layers } from './layers.rule.ts';
import { names } from './names.rule.ts';
import { participles } from './participles.rule.ts';
import { plainWords } from './plain-words.rule.ts';
import { platform } from './platform.rule.ts';
import { references } from './references.rule.ts';
import { schedulerPlugins } from './scheduler-plugins.rule.ts';
import { servedKinds } from './served-kinds.rule.ts';
import { subjects } from './subjects.rule.ts';
import { versions } from './versions.rule.ts';
import { viewTexts } from './view-texts.rule.ts';

/** All rules of the repository. A new rule needs a file here and an entry in this list. */
export const RULES: readonly Rule[] = [
  layers,
  platform,
  dependencies,
  references,
  versions,
  hostFree,
  subjects,
  entries,
  deadCode,
  fileShape,
  importStyle,
  importCyclesRule,
  docstrings,
  doors,
  documents,
  decisions,
  schedulerPlugins,
  servedKinds,
  names,
  participles,
  plainWords,
  viewTexts,
];
