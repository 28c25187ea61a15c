/** What is inside of a box, found by the names of the boxes around it. */
export function boxOf(bytes: Buffer, ...path: readonly string[]): Buffer {
  return path.reduce((outer, name) => childOf(outer, 0, name), bytes);
}

/** The same where other fields come before the boxes. */
export function childOf(bytes: Buffer, fields: number, name: string): Buffer {
  for (let at = fields; at + 8 <= bytes.length; at += bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === name) {
      return bytes.subarray(at + 8, at + bytes.readUInt32BE(at));
    }
  }
  throw new Error(`no box ${name}`);
}

/** The 32-bit fields of a box behind its version and flags. */
export function fullBoxWords(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 - 1 }, (_, at) => bytes.readUInt32BE(4 * at + 4));
}
