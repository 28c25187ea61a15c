import { type DigitalSource, digitalSourceOf, digitalSourceUri } from './digital-source.ts';

/** With the version of this release; a test holds it to `package.json`, which a function's bundle does not have. */
export const CREATOR_TOOL = 'Storehand 0.1.0';

/** What a made file says of itself. */
export interface Provenance {
  readonly digitalSource: DigitalSource;
  /** Program and version. */
  readonly creatorTool: string;
}

/** As much as a file grows by at most, bytes: packet, its wrapper in the format, and a WebP's extended header. */
export const PROVENANCE_BYTES = 640;

/**
 * The XMP packet (ISO 16684-1): nothing but what the file is. No padding for an editor in place: it would be two thirds of a
 * thumbnail's metadata.
 */
export function xmpPacket(source: DigitalSource): string {
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"' +
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"' +
    ` xmp:CreatorTool="${CREATOR_TOOL}" Iptc4xmpExt:DigitalSourceType="${digitalSourceUri(source)}"/>` +
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}

/** Reads a packet as {@link xmpPacket} writes it; anything else is none of ours. */
export function readPacket(packet: string): Provenance | undefined {
  const [, creatorTool] = /\sxmp:CreatorTool="([^"<]{1,100})"/.exec(packet) ?? [];
  const [, uri = ''] = /\sIptc4xmpExt:DigitalSourceType="([^"<]{1,200})"/.exec(packet) ?? [];
  const digitalSource = digitalSourceOf(uri);
  return creatorTool === undefined || digitalSource === undefined
    ? undefined
    : { creatorTool, digitalSource };
}
