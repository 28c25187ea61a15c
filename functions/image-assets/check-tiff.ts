/** Bytes of one value by TIFF type number (1 BYTE … 12 DOUBLE, 13 IFD); other types carry nothing that is needed. */
const VALUE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** StripOffsets → StripByteCounts, TileOffsets → TileByteCounts: where the pixels are, and how long each part is. */
const PIXEL_PARTS = [
  { offsets: 273, counts: 279 },
  { offsets: 324, counts: 325 },
];

interface Entry {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

/**
 * Whether everything that the first page of a classic TIFF points at lies inside the file. The decoder itself takes
 * a last strip that is cut by a few bytes and fills the rest up.
 */
export function tiffIsComplete(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const little = bytes[0] === 0x49;
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = u32(4);
  if (directory + 2 > bytes.length) return false;
  const total = u16(directory);
  if (directory + 2 + total * 12 + 4 > bytes.length) return false;

  const entries = new Map<number, Entry>();
  for (let index = 0; index < total; index += 1) {
    const at = directory + 2 + index * 12;
    const type = u16(at + 2);
    const count = u32(at + 4);
    const size = (VALUE_BYTES[type] ?? 0) * count;
    // Values of up to four bytes stand in the entry itself, longer ones elsewhere.
    const values = size <= 4 ? at + 8 : u32(at + 8);
    if (values + size > bytes.length) return false;
    entries.set(u16(at), { type, count, at: values });
  }
  const readNumber = ({ type, at }: Entry, index: number) =>
    type === 3 ? u16(at + index * 2) : u32(at + index * 4);
  return PIXEL_PARTS.every(({ offsets, counts }) => {
    const starts = entries.get(offsets);
    const lengths = entries.get(counts);
    if (!starts || !lengths) return true;
    const parts = Math.min(starts.count, lengths.count);
    for (let part = 0; part < parts; part += 1) {
      if (readNumber(starts, part) + readNumber(lengths, part) > bytes.length) return false;
    }
    return true;
  });
}
