import type { DrillObjects } from '@klockwork/drill-runner';
import { processName } from '@klockwork/host';
import { ApiError } from '@klockwork/kernel';
import { LabClient, Refusal } from '../../client/lab-client.ts';

/** Drill objects of the lab, over its API. Rejects with ApiError. */
export class LabObjects implements DrillObjects {
  readonly runner = processName();
  readonly #kubeconfig: string;

  /** `kubeconfig`: file, read at each request. */
  constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
  }

  getJson<T>(path: string): Promise<T> {
    return refused(new LabClient(this.#kubeconfig).getJson<T>(path));
  }

  putJson<T>(path: string, value: object): Promise<T> {
    return refused(new LabClient(this.#kubeconfig).putJson<T>(path, value));
  }
}

async function refused<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ApiError({ code: error.status, reason: '', message: error.message });
  }
}
