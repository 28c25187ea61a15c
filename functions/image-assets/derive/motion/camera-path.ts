/** So far beside the frame, in its widths, nothing of the band of light is seen. */
const OUT_OF_FRAME = -0.8;

/** Where camera and light are at one moment. */
export interface CameraPose {
  /** How much larger the product is seen than at rest, 1 and more. */
  readonly closeness: number;
  /** Angle from which the product is seen, radians, positive from its right. */
  readonly angle: number;
  /** Share of the light that comes from the side where the product's own shading does not show it, 0..1. */
  readonly crossLight: number;
  /** Where a soft band of light crosses the sweep, 0 left to 1 right; beyond both it is out of the frame. */
  readonly band: number;
}

/** Turns from which the product is seen in a video: more would show that it is a picture. */
const VIDEO_ANGLE = (4.5 * Math.PI) / 180;
const VIDEO_PUSH = 0.09;
/** More light from the other side would cast a shadow where the product is seen to be lit. */
const CROSS_LIGHT = 0.7;

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
    crossLight: CROSS_LIGHT * easeInOut(moment),
    band: side === 1 ? crossing(moment) : 1 - crossing(moment),
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
    crossLight: (CROSS_LIGHT * (1 - Math.cos(turn))) / 2,
    band: side === 1 ? crossing(moment) : 1 - crossing(moment),
  };
}

const ARC_ANGLE = (9 * Math.PI) / 180;

/** Seen from the front. */
export const AT_REST: CameraPose = { closeness: 1, angle: 0, crossLight: 0, band: OUT_OF_FRAME };

/** From one end of an arc (0) over the front (½) to the other (1). */
export function alongArc(moment: number): CameraPose {
  return { ...AT_REST, angle: ARC_ANGLE * (2 * moment - 1) };
}

/** Along the same arc and back, slow at its ends. @param moment 1 would be 0 again */
export function swayOnArc(moment: number): CameraPose {
  return { ...AT_REST, angle: ARC_ANGLE * Math.sin(2 * Math.PI * moment) };
}

/** From one side, out of the frame, to the other. */
function crossing(moment: number): number {
  return OUT_OF_FRAME + (1 - 2 * OUT_OF_FRAME) * moment;
}

/** Zero speed and zero acceleration at both ends (K. Perlin's quintic, SIGGRAPH 2002). */
function easeInOut(moment: number): number {
  return moment ** 3 * (moment * (moment * 6 - 15) + 10);
}

/** The closest that any of these paths comes. */
export const CLOSEST = 1 + Math.max(VIDEO_PUSH, LOOP_PUSH);
