import { shellBuiltins } from './builtins/builtins.ts';
import { runCommand, runScript } from './evaluate.ts';
import { runLines } from './run-text.ts';
import type { Evaluator } from './shell.ts';

/** Evaluation of all commands, for a new shell. */
export const evaluator: Evaluator = { builtins: shellBuiltins, runText: runLines, runScript, runCommand };
