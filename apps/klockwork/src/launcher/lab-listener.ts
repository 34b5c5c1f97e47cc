/** Told what a person should hear of. Both texts are for people. */
export interface LabListener {
  readonly onNotice: (text: string) => void;
  /** How far the start has come: `3 of 500 nodes Ready`. */
  readonly onProgress: (text: string) => void;
}
