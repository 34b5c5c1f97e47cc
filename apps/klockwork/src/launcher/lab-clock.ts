/** The binding of lab time to host time that every process of the lab is given. Models the `follow` setting of the kernel's DrivenClock. */
export class LabClock {
  readonly setting: { readonly mode: 'scaled'; readonly hostAt: number; readonly labAt: number; readonly rate: number };

  /** Starts at the host's time, or at `atLeast` when an earlier run has come further. */
  constructor(atLeast: number, rate: number) {
    const hostAt = Date.now();
    this.setting = { mode: 'scaled', hostAt, labAt: Math.max(hostAt, atLeast), rate };
  }

  /** Lab time in ms. */
  now(): number {
    const { hostAt, labAt, rate } = this.setting;
    return Math.floor(labAt + (Date.now() - hostAt) * rate);
  }
}
