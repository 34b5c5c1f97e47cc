import { recordedScriptsContract } from '@klockwork/userland/testing';
import { scriptRunner } from '../testing/run-script.ts';

await recordedScriptsContract((image) => scriptRunner(image));
