import type { ContainerRuntime, SandboxSpec } from '@klockwork/pod-lifecycle';
import { ScriptedRuntime } from './scripted-runtime.ts';

/** A verb of the runtime's port. */
export type Verb = keyof ContainerRuntime;

/** Runtime verbs called during the life of a booted node: those of the scripted runtime, without the start of a copied cluster. */
export const VERBS = (Object.getOwnPropertyNames(ScriptedRuntime.prototype) as Verb[]).filter(isVerb);

/** Name and exclusive image of the faulty pod. */
export const FAULTY = { pod: 'bad', image: 'bad:1' } as const;

function isVerb(name: string): boolean {
  return !['constructor', 'onChange', 'exit', 'write', 'newest', 'sandboxes'].includes(name) && !/^re(store|sume)/.test(name);
}

/** Returns a runtime with one verb that fails like a bug, `times` times; for pod verbs only for the pod `bad`. */
export function faultyRuntime(runtime: ScriptedRuntime, verb: Verb, times: number): ContainerRuntime {
  const ids = new Set<string>();
  let left = times;
  const remember = (made: unknown) => {
    const id = typeof made === 'string' ? made : (made as { id?: string } | undefined)?.id;
    if (id !== undefined) ids.add(id);
    return made;
  };
  return new Proxy<ContainerRuntime>(runtime, {
    get(_, name: Verb) {
      return (...args: unknown[]) => {
        const isOurs = isAboutFaulty(name, args, ids);
        if (name === verb && isOurs && left > 0) {
          left -= 1;
          throw new TypeError(`${verb} is broken`);
        }
        const result: unknown = (runtime[name] as (...all: unknown[]) => unknown)(...args);
        if (isOurs && (name === 'runSandbox' || name === 'createContainer')) return (result as Promise<unknown>).then(remember);
        return result;
      };
    },
  });
}

function isAboutFaulty(verb: Verb, [first]: readonly unknown[], ids: ReadonlySet<string>): boolean {
  if (verb === 'runSandbox') return (first as SandboxSpec).name === FAULTY.pod;
  if (verb === 'pullImage' || verb === 'hasImage') return first === FAULTY.image;
  if (verb === 'removeImage') return (first as string).startsWith(FAULTY.image);
  return typeof first !== 'string' || ids.has(first);
}
