import sharp from 'sharp';
import { measureAnswer } from '../../functions/image-assets/matting/measure-answer.ts';
import { composeScene, listCutouts, SCENE_SIDE_PX } from '../image-assets/matting-scenes.ts';

const SIDE = SCENE_SIDE_PX;

const blurred = async (alpha: Buffer, sigma: number): Promise<Buffer> =>
  await sharp(alpha, { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .blur(sigma)
    .extractChannel(0)
    .raw()
    .toBuffer();

const from = (alpha: Buffer, change: (value: number, x: number, y: number) => number): Buffer =>
  Buffer.from(alpha.map((value, at) => change(value, at % SIDE, Math.floor(at / SIDE))));

/** What services have been seen to answer, made from the true matte. Only the first is right. */
const ANSWERS: Record<string, (truth: Buffer) => Buffer | Promise<Buffer>> = {
  'the truth': (truth) => truth,
  'shifted by 12 px': (truth) => Buffer.concat([Buffer.alloc(12), truth.subarray(0, truth.length - 12)]),
  'too wide by some 8 px': async (truth) => from(await blurred(truth, 8), (value) => (value > 40 ? 255 : 0)),
  'too narrow by some 8 px': async (truth) =>
    from(await blurred(truth, 8), (value) => (value > 215 ? 255 : 0)),
  'blurred over 15 px': async (truth) => await blurred(truth, 15),
  'a veil over everything': (truth) => from(truth, (value) => Math.max(value, 90)),
  'cut off at the middle': (truth) => from(truth, (value, x) => (x > 560 ? 0 : value)),
  'with a bite of 110 px': (truth) =>
    from(truth, (value, x, y) => (Math.hypot(x - 480, y - 560) < 110 ? 0 : value)),
  'with a bar to the frame': (truth) =>
    from(truth, (value, x, y) => (x < 500 && y > 400 && y < 650 ? 255 : value)),
  empty: () => Buffer.alloc(SIDE * SIDE),
  full: () => Buffer.alloc(SIDE * SIDE, 255),
};

/** How often somebody else's matte passes, right or spoilt, over eight cut-outs a backdrop. */
export async function printAnswers(): Promise<void> {
  console.log('\nmattes of others   accepted on photographed  defocused  grey');
  const cutouts = listCutouts().filter((_, index) => index % 3 === 0);
  for (const [name, spoil] of Object.entries(ANSWERS)) {
    const cells: string[] = [];
    for (const kind of ['photographed', 'defocused', 'grey'] as const) {
      let accepted = 0;
      for (const [index, cutout] of cutouts.entries()) {
        const { photo, truth } = await composeScene(cutout, kind, index * 30, index % 2 === 1);
        if ((await measureAnswer(photo, await spoil(truth), 'somebody')).accepted) accepted += 1;
      }
      cells.push(`${accepted}/${cutouts.length}`);
    }
    console.log(`${name.padEnd(28)} ${cells.map((cell) => cell.padStart(10)).join(' ')}`);
  }
}
