/** Random output, even in paused labs, with its placeholders. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(\.\d+)?( \+0000)?/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<date>'],
  // Pod placement varies.
  [/(assigned \S+ to |^Node: +|kubelet, )node-\d(\/\S+)?/gm, '$1<node>'],
  [/kubelet, node-\d/g, 'kubelet, <node>'],
  [/containerd:\/\/[0-9a-f]{64}/g, 'containerd://<id>'],
  [/sha256:[0-9a-f]{64}/g, 'sha256:<digest>'],
  [/(resourceVersion"?: ?)"\d+"/g, '$1"<version>"'],
  [/(Resource Version: +)\d+/g, '$1<version>'],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1'],
  [/\bin \S+ \(\S+ including waiting\)/g, 'in <time> (<time> including waiting)'],
  [/\/kubectl-edit-\d+\./g, '/kubectl-edit-<n>.'],
  // Random name suffixes: five letters of an alphabet without vowels.
  [/\b(kube-api-access|[a-z][a-z0-9-]*-[0-9a-f]{8,10})-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '$1-xxxxx'],
  [/\.1[0-9a-f]{15}\b/g, '.<nanoseconds>'],
  [/\b(?:10|127)\.(96|97|98|99|1[01]\d)\.\d+\.\d+\b(?!\.)( +)?/g, '<cluster-ip>$2'],
  [/\b10\.244\.\d\.\d+\b(?!\/)/g, '<pod-ip>'],
  [/\b3[0-2]\d{3}\/TCP/g, '<node-port>/TCP'],
];

/** Ages in a running lab. Columns after a placeholder keep three spaces, whatever the original width. */
const AGES: readonly (readonly [RegExp, string])[] = [
  [/(?<!for )\b(?:\d{1,3}s|[2-9]m(?:\d{1,2}s)?)\b/g, '<age>'],
  // Widths of columns follow their values.
  [/(<age>|<cluster-ip>|<pod-ip>|\bNone|\bCLUSTER-IP|\bIP|:<node-port>\/TCP|\bPORT\(S\)|\bMESSAGE|\bA(?:GE|ge)) {2,}(?=\S)/g, '$1   '],
  [/^( +-+ +-+ +----) {2,}(?=---- )/gm, '$1  '],
  [/(?<=\S) {2,}(?=<age>)/g, '   '],
  [/(\bExternalName +<none>) {2,}/g, '$1   '],
  [/<none> {9,}/g, '<none>   '],
];

const TRAILING_BLANKS = /[ \t]+$/gm;

/** Replaces volatile parts of an output, including the address of the API server. */
export type Normalize = (output: string, server: string) => string;

/** Replaces all that differs from run to run by placeholders, ages too. */
export const normalize: Normalize = (output, server) => replaced(output.replaceAll(server, '<server>'), [...CHANCE, ...AGES]);

/** Replaces random output of a paused lab; ages stay, as they depend on advances only. */
export const normalizeChance: Normalize = (output, server) => replaced(output.replaceAll(server, '<server>'), CHANCE);

function replaced(output: string, volatile: readonly (readonly [RegExp, string])[]): string {
  return volatile.reduce((text, [pattern, placeholder]) => text.replace(pattern, placeholder), output).replace(TRAILING_BLANKS, '');
}

/** Sorts the lines below each command and its header (of `headerLines` lines): kubectl prints maps in the random order of Go maps. */
export function unordered(transcript: string, headerLines = 1): string {
  const paragraphs = transcript.split(/^(?=\$ )/m).map((paragraph) => {
    const lines = paragraph.split('\n').filter((line) => line !== '');
    return [...lines.splice(0, 1 + headerLines), ...lines.sort()].join('\n');
  });
  return `${paragraphs.join('\n')}\n`;
}
