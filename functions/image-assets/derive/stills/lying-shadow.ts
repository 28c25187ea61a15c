import type { Light } from './light.ts';
import { blurred, occlusion, type Plane, sampled, shifted } from './outline-plane.ts';

/** Around a lying product the ground is dimmed at its very edge; further out only where the product hides the lamp's side. */
export async function lyingContact(outline: Plane, size: number, light: Light): Promise<Float32Array> {
  const [tight, near, wide] = await Promise.all([
    blurred(outline, Math.max(0.8, 0.0035 * size)),
    blurred(outline, 0.012 * size),
    blurred(outline, 0.04 * size),
  ]);
  const aside = (light.from === 'left' ? 1 : -1) * size;
  return occlusion([
    { data: tight, share: 0.55 },
    { data: shifted(outline, near, 0.005 * aside, 0.006 * size), share: 0.5 },
    { data: shifted(outline, wide, 0.02 * aside, 0.024 * size), share: 0.34 },
  ]);
}

/** A lying product's outline, moved away from the light by a thickness of 2 % of its size, and by what folds stand up. */
export async function lyingCast(outline: Plane, size: number, light: Light): Promise<Float32Array> {
  const thickness = 0.022 * size;
  const radians = Math.PI / 180;
  const reach = thickness / Math.tan(light.elevation * radians);
  // Seen from above: the light comes from the upper left or right of the picture.
  const across = (light.from === 'left' ? 1 : -1) * reach * 0.8;
  const down = reach * 0.9;
  const [hard, soft] = await Promise.all([
    blurred(outline, Math.max(0.8, (0.004 + 0.03 * light.softness) * size)),
    blurred(outline, 0.03 * size),
  ]);
  const { width, height } = outline;
  const cast = new Float32Array(width * height);
  const hardPlane = { width, height, data: hard };
  const softPlane = { width, height, data: soft };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const near = sampled(hardPlane, x - across, y - down);
      const far = sampled(softPlane, x - 2.2 * across, y - 2.2 * down);
      cast[y * width + x] = 0.6 * near + 0.4 * far;
    }
  }
  return cast;
}
