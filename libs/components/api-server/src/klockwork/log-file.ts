/** File of the log, held unchanged while another program copies it. */
export interface LogFile {
  hold(): Promise<void>;
  release(): Promise<void>;
}
