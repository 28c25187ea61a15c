/** Where camera and light are at one moment. */
export interface CameraPose {
  /** How much larger the product is seen than at rest, 1 and more. */
  readonly closeness: number;
  /** Angle from which the product is seen, radians, positive from its right. */
  readonly angle: number;
  /** Where the light stands, −1 left to 1 right. */
  readonly light: number;
}

/** Turns from which the product is seen in a video: more would show that it is a picture. */
const VIDEO_ANGLE = (4.5 * Math.PI) / 180;
const VIDEO_PUSH = 0.09;

/**
 * The move of a video: a slow push towards the product on a slight arc, while the light travels across. Starts and
 * ends at rest, so it may be cut or frozen at either end.
 * @param moment 0 first frame, 1 last frame
 * @param side 1 or −1: from which side the camera comes
 */
export function pushIn(moment: number, side: 1 | -1): CameraPose {
  const eased = easeInOut(moment);
  return {
    closeness: 1 + VIDEO_PUSH * eased,
    angle: side * VIDEO_ANGLE * (1 - 2 * eased),
    light: -side * Math.cos(Math.PI * moment),
  };
}

const LOOP_ANGLE = (5 * Math.PI) / 180;
const LOOP_PUSH = 0.04;

/**
 * The move of an animation that repeats: there and back on an ellipse, so no moment is a jump and none stands still.
 * @param moment 0 first frame; 1 would be the first frame again
 */
export function swayLoop(moment: number, side: 1 | -1): CameraPose {
  const turn = 2 * Math.PI * moment;
  return {
    closeness: 1 + (LOOP_PUSH * (1 - Math.cos(turn))) / 2,
    angle: side * LOOP_ANGLE * Math.sin(turn),
    light: -side * Math.sin(turn),
  };
}

/** Zero speed and zero acceleration at both ends (K. Perlin's quintic, SIGGRAPH 2002). */
function easeInOut(moment: number): number {
  return moment ** 3 * (moment * (moment * 6 - 15) + 10);
}
