/**
 * The description that an ICC profile carries of itself ("sRGB IEC61966-2.1", "Display P3"), or undefined.
 * Reads the `desc` tag in both its forms: `desc` (ICC version 2, ASCII) and `mluc` (version 4, UTF-16).
 */
export function profileName(icc: Buffer): string | undefined {
  const body = tagBody(icc, 'desc');
  if (!body || body.length < 12) return undefined;
  const form = body.toString('latin1', 0, 4);
  if (form === 'desc') return tidy(body.toString('latin1', 12, 12 + body.readUInt32BE(8)));
  if (form !== 'mluc' || body.length < 28) return undefined;
  // The first record (language, country, length, offset) starts at byte 16; one name is enough.
  const length = body.readUInt32BE(20);
  const offset = body.readUInt32BE(24);
  const text = body.subarray(offset, offset + length);
  return tidy(new TextDecoder('utf-16be').decode(text));
}

function tagBody(icc: Buffer, wanted: string): Buffer | undefined {
  if (icc.length < 132) return undefined;
  // Real profiles have about 10 to 20 tags; the bound keeps a lying count from walking the whole buffer.
  const count = Math.min(icc.readUInt32BE(128), 100);
  for (let at = 132; at + 12 <= icc.length && at < 132 + count * 12; at += 12) {
    if (icc.toString('latin1', at, at + 4) !== wanted) continue;
    const offset = icc.readUInt32BE(at + 4);
    return icc.subarray(offset, offset + icc.readUInt32BE(at + 8));
  }
  return undefined;
}

function tidy(text: string): string | undefined {
  // 80 characters: it is shown on one line of a report and comes from an untrusted file.
  const clean = text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 80);
  return clean || undefined;
}
