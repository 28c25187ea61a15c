import { brotliDecompressSync } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { rebuildGlyphs } from './rebuild-glyphs.ts';

/** Numbers of the tags that WOFF2 shortens to one byte (table 2 of the specification). */
const KNOWN_TAGS = (
  'cmap,head,hhea,hmtx,maxp,name,OS/2,post,cvt ,fpgm,glyf,loca,prep,CFF ,VORG,EBDT,EBLC,gasp,hdmx,kern,LTSH,' +
  'PCLT,VDMX,vhea,vmtx,BASE,GDEF,GPOS,GSUB,EBSC,JSTF,MATH,CBDT,CBLC,COLR,CPAL,SVG ,sbix,acnt,avar,bdat,bloc,' +
  'bsln,cvar,fdsc,feat,fmtx,fvar,gvar,hsty,just,lcar,mort,morx,opbd,prop,trak,Zapf,Silf,Glat,Gloc,Feat,Sill'
).split(',');
const OTHER_TAG = 63;

const SIGNATURE = 0x774f4632;
const HEADER_BYTES = 48;

/** Of `head`: 1 where `loca` counts bytes, 0 where it counts pairs. */
const LOCA_FORMAT_AT = 50;

/** `OTTO` begins a font with outlines of another kind. */
const TRUE_TYPE = 0x00010000;

interface Entry {
  readonly tag: string;
  readonly isTransformed: boolean;
  /** In the stream, bytes. */
  readonly length: number;
}

/**
 * Turns a WOFF2 typeface into a TrueType file (sfnt), as https://www.w3.org/TR/WOFF2/ says, with Node's own Brotli: packages for
 * it bring a decoder of Brotli along as WebAssembly, 300 kB that each start of the function would read. Outlines and all other
 * tables are those of the original; checksums are left at zero.
 *
 * @throws Error for anything but one TrueType font with metrics as they are: the typefaces are ours, so it is our fault
 */
export function unpackWoff2(file: Uint8Array): Buffer {
  const reader = new ByteReader(file);
  if (reader.u32() !== SIGNATURE) throw new Error('this is not a WOFF2 file');
  if (reader.u32() !== TRUE_TYPE) throw new Error('this WOFF2 file does not hold one TrueType font');
  reader.skip(4);
  const count = reader.u16();
  reader.skip(6);
  const compressed = reader.u32();
  reader.skip(HEADER_BYTES - 24);
  const entries = Array.from({ length: count }, () => readEntry(reader));
  const stream = new ByteReader(brotliDecompressSync(reader.take(compressed)));
  return writeFont(entries.map((entry) => readTable(entry, stream)));
}

function readEntry(reader: ByteReader): Entry {
  const flags = reader.u8();
  const known = flags & 63;
  const tag = known === OTHER_TAG ? reader.take(4).toString('latin1') : (KNOWN_TAGS[known] ?? '');
  const version = flags >> 6;
  const original = reader.base128();
  // Of these two, 3 says that they are as they were.
  const isTransformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
  return { tag, isTransformed, length: isTransformed ? reader.base128() : original };
}

type Table = Entry & { readonly bytes: Buffer };

function readTable(entry: Entry, stream: ByteReader): Table {
  if (entry.isTransformed && entry.tag !== 'glyf' && entry.tag !== 'loca')
    throw new Error(`the table ${entry.tag} of this WOFF2 file is transformed`);
  return { ...entry, bytes: stream.take(entry.length) };
}

function writeFont(packed: readonly Table[]): Buffer {
  const tables = new Map(packed.map(({ tag, bytes }) => [tag, bytes]));
  const glyf = packed.find(({ tag }) => tag === 'glyf');
  if (glyf?.isTransformed === true) {
    const rebuilt = rebuildGlyphs(glyf.bytes);
    tables.set('glyf', rebuilt.glyf).set('loca', rebuilt.loca);
    const head = Buffer.from(tables.get('head') ?? []);
    head.writeInt16BE(1, LOCA_FORMAT_AT);
    tables.set('head', head);
  }
  const directory = Buffer.alloc(12 + tables.size * 16);
  directory.writeUInt32BE(TRUE_TYPE);
  directory.writeUInt16BE(tables.size, 4);
  const bodies: Buffer[] = [];
  let end = directory.length;
  const sorted = [...tables].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [at, [tag, bytes]] of sorted.entries()) {
    const entry = 12 + at * 16;
    directory.write(tag, entry, 'latin1');
    directory.writeUInt32BE(end, entry + 8);
    directory.writeUInt32BE(bytes.length, entry + 12);
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    bodies.push(padded);
    end += padded.length;
  }
  return Buffer.concat([directory, ...bodies]);
}
