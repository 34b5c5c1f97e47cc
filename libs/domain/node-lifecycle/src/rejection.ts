/** Rejection of a bound pod, in upstream's words. */
export interface Rejection {
  /** STATUS in kubectl: `NodeAffinity`, `OutOfcpu` … */
  readonly reason: string;
  readonly message: string;
}
