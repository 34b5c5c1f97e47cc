import { type CelType, isDyn, sameType, type TypeKind } from './type.ts';

const NULLABLE: ReadonlySet<TypeKind> = new Set(['opaque', 'struct', 'duration', 'timestamp']);

/** Types that type parameters stand for. A failed assignment leaves no trace. Models cel-go `checker/types.go`. */
export class Substitutions {
  readonly #types = new Map<string, CelType>();
  #trail: [string, CelType | undefined][] = [];

  /** Reports whether a value of type `b` may stand where `a` is expected, and records what parameters must be for it. */
  assign(a: CelType, b: CelType): boolean {
    return this.#attempt(() => this.#assignable(a, b));
  }

  assignAll(a: readonly CelType[], b: readonly CelType[]): boolean {
    return this.#attempt(() => this.#assignableList(a, b));
  }

  /** Binds a type parameter. */
  bind(param: CelType, type: CelType): void {
    this.#trail.push([param.name, this.#types.get(param.name)]);
    this.#types.set(param.name, type);
  }

  /** Replaces type parameters; free ones become `dyn` where `freeToDyn`. */
  resolve(type: CelType, freeToDyn: boolean): CelType {
    if (type.kind === 'param') {
      const bound = this.#types.get(type.name);
      if (bound !== undefined) return this.resolve(bound, freeToDyn);
      return freeToDyn ? DYNAMIC : type;
    }
    if (type.params.length === 0) return type;
    const params = type.params.map((param) => this.resolve(param, freeToDyn));
    return params.every((param, index) => param === type.params[index]) ? type : { ...type, params };
  }

  #attempt(assign: () => boolean): boolean {
    this.#trail = [];
    if (assign()) return true;
    for (const [name, previous] of this.#trail.reverse()) {
      if (previous === undefined) this.#types.delete(name);
      else this.#types.set(name, previous);
    }
    return false;
  }

  #assignableList(a: readonly CelType[], b: readonly CelType[]): boolean {
    return a.length === b.length && a.every((type, index) => this.#assignable(type, b[index] as CelType));
  }

  #assignable(a: CelType, b: CelType): boolean {
    if (b.kind === 'param') {
      const substitution = this.#substitute(a, b);
      if (substitution !== 'mismatch') return substitution === 'valid';
    }
    if (a.kind === 'param') return this.#substitute(b, a) === 'valid';
    if (isDynOrError(a) || isDynOrError(b)) return true;
    if (a.kind === 'null' || b.kind === 'null') return isNullAssignable(a.kind === 'null' ? b : a);
    if (a.kind === 'type') return b.kind === 'type';
    return a.kind === b.kind && a.name === b.name && this.#assignableList(a.params, b.params);
  }

  /** `mismatch` means that `param` is free and `type` refers to it. */
  #substitute(type: CelType, param: CelType): 'valid' | 'invalid' | 'mismatch' {
    if (sameType(type, param)) return 'valid';
    const bound = this.#types.get(param.name);
    if (bound !== undefined) {
      if (sameType(type, bound)) return 'valid';
      if (!this.#assignable(type, bound)) return 'invalid';
      const general = mostGeneral(type, bound);
      if (this.#isFree(param, general)) this.bind(param, general);
      return 'valid';
    }
    if (!this.#isFree(param, type)) return 'mismatch';
    this.bind(param, type);
    return 'valid';
  }

  /** Reports whether `within` does not refer to `param`. */
  #isFree(param: CelType, within: CelType): boolean {
    if (sameType(param, within)) return false;
    if (within.kind === 'param') {
      const bound = this.#types.get(within.name);
      return bound === undefined || this.#isFree(param, bound);
    }
    return within.params.every((inner) => this.#isFree(param, inner));
  }
}

const DYNAMIC: CelType = { kind: 'dyn', name: 'dyn', params: [] };

function isDynOrError(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

function isNullAssignable(type: CelType): boolean {
  return type.kind === 'null' || NULLABLE.has(type.kind);
}

/** Returns the type that covers both. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return isEqualOrLessSpecific(a, b) ? a : b;
}

function isEqualOrLessSpecific(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'param') return true;
  if (isDyn(b) || b.kind === 'param') return false;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.name !== b.name || a.params.length !== b.params.length) return false;
  return a.params.every((param, index) => isEqualOrLessSpecific(param, b.params[index] as CelType));
}
