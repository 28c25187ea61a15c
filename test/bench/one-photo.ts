/** Takes one photo through cut-out, format and measure in a process of its own, and prints its peak memory. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { measurePicture } from '../../functions/image-assets/measure-picture.ts';
import { decodeRaster } from '../../functions/image-assets/raster.ts';
import { removeBackground } from '../../functions/image-assets/remove-background.ts';

sharp.concurrency(1);
sharp.cache(false);

/** Linux's own high-water mark: `maxRSS` of a child begins with what its parent held when it was started. */
function peakMiB(): number {
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}

const report = (step: string) => console.log(`${step}: peak ${peakMiB()} MiB`);

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: one-photo.ts <photo>');
const original = await decodeRaster(await readFile(path));
report(`decoded ${original.width} x ${original.height}`);
const matte = await removeBackground(original);
report(`cut out (confidence ${matte.confidence.toFixed(2)})`);
// Not accepted is the dearer way: photo pictures and withheld white ones are made, from two sources.
const cutout = applyMatte(original, matte.alpha);
const { pictures } = await formatPictures({ original, cutout, cutoutAccepted: false, channels: CHANNELS });
report(`made ${pictures.length} files`);
for (const { bytes } of pictures) await measurePicture(bytes);
console.log(`measured: peak ${peakMiB()} MiB`);
