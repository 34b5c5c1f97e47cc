import { SeededRandom } from '@klockwork/kernel';
import { Corpus } from './corpus.ts';
import { createDefinitions } from './custom-resources.ts';
import { judge } from './judge.ts';
import { requestOf } from './make-request.ts';
import { discoverRoutes } from './routes.ts';
import { asCommand, type FuzzAnswer, type FuzzRequest, type FuzzTarget } from './target.ts';

/** Requests between two checks of the whole server. */
const LOOK_EVERY = 2_000;

/** Counts of requests and responses, with failures. */
export interface FuzzReport {
  readonly requests: number;
  /** How many answers had each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Failures, each with its request as a command. */
  readonly failures: readonly string[];
}

/** Sends so many requests one after the other, and judges every answer. The same seed sends the same to the same server. */
export async function fuzz(
  target: FuzzTarget,
  { seed, requests, failuresMax = 1 }: { seed: number; requests: number; failuresMax?: number },
): Promise<FuzzReport> {
  const random = new SeededRandom(seed).fork('fuzz');
  const corpus = new Corpus();
  await createDefinitions(target);
  const routes = await discoverRoutes(target);
  const statuses = new Map<number, number>();
  const failures: string[] = [];
  for (let index = 0; index < requests && failures.length < failuresMax; index += 1) {
    const request = requestOf(random, corpus, routes);
    const { answer, problem } = await tried(target, request);
    if (answer !== undefined) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer !== undefined && answer.status < 300 && !answer.goesOn) corpus.learn(answer.text);
    if (problem !== undefined) failures.push(failureText({ seed, index, request, answer, problem }));
    if (index % LOOK_EVERY === LOOK_EVERY - 1 || index === requests - 1)
      failures.push(...(await target.problems()).map((text) => `${place(seed, index)}: ${text}`));
  }
  return { requests, statuses, failures };
}

async function tried(target: FuzzTarget, request: FuzzRequest): Promise<{ answer?: FuzzAnswer; problem?: string | undefined }> {
  try {
    const answer = await target.send(request);
    return { answer, problem: judge(request, answer) };
  } catch (error) {
    return { problem: error instanceof Error ? `${error.stack}` : String(error) };
  }
}

interface Failure {
  readonly seed: number;
  readonly index: number;
  readonly request: FuzzRequest;
  readonly answer: FuzzAnswer | undefined;
  readonly problem: string;
}

function failureText({ seed, index, request, answer, problem }: Failure): string {
  const came = answer === undefined ? 'nothing' : `${answer.status} ${answer.text.slice(0, 500)}`;
  return `${place(seed, index)}: ${problem}\n  ${asCommand(request)}\n  was answered ${came}`;
}

function place(seed: number, index: number): string {
  return `npm run fuzz -- --seed ${seed} --requests ${index + 1}`;
}
