import {
  type DigitalSource,
  digitalSourceOf,
  digitalSourcePrefix,
  digitalSources,
} from './digital-source.ts';

/** Terms that say the same of pixels as one of ours, and words of older vocabularies. */
const sameAs: Readonly<Record<string, DigitalSource>> = {
  computationalCapture: 'digitalCapture',
  humanEdits: 'algorithmicallyEnhanced',
  minorHumanEdits: 'algorithmicallyEnhanced',
  compositeCapture: 'composite',
  // Drawn or computed without a model: no capture, and not to be called one.
  digitalCreation: 'compositeSynthetic',
  digitalArt: 'compositeSynthetic',
  softwareImage: 'compositeSynthetic',
  virtualRecording: 'compositeSynthetic',
  dataDrivenMedia: 'compositeSynthetic',
  algorithmicMedia: 'compositeSynthetic',
};

const marker = Buffer.from('newscodes/digitalsourcetype/', 'latin1');
/** Longer than every term of the vocabulary. */
const mostTermCharacters = 60;
/** A file that names more is made to keep us busy. */
const mostMentions = 200;

/**
 * What an uploaded file says of how its pixels came about, wherever it says so: in XMP, or in the manifest of Content
 * Credentials (C2PA), which spells the identifier out as well. Looked for in the bytes, because no container, however
 * damaged, can hide it then, and nothing of it is interpreted; only a compressed PNG text chunk has to be unpacked by the
 * decoder first.
 *
 * @param xmp as the decoder unpacked it
 * @returns the furthest from a capture of all that is named; undefined where nothing is
 */
export function readOriginalSource(bytes: Buffer, xmp?: Buffer): DigitalSource | undefined {
  const named = [bytes, ...(xmp === undefined ? [] : [xmp])].flatMap(mentionsIn);
  return digitalSources.findLast((source) => named.includes(source));
}

function mentionsIn(bytes: Buffer): DigitalSource[] {
  const found: DigitalSource[] = [];
  let at = bytes.indexOf(marker);
  for (let count = 0; at >= 0 && count < mostMentions; count += 1) {
    const start = at + marker.length;
    const [term = ''] = /^[A-Za-z]*/.exec(bytes.toString('latin1', start, start + mostTermCharacters)) ?? [];
    const source = digitalSourceOf(digitalSourcePrefix + term) ?? sameAs[term];
    if (source !== undefined) found.push(source);
    at = bytes.indexOf(marker, start);
  }
  return found;
}
