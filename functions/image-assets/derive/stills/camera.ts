/**
 * Sine of the angle at which the camera looks down on the ground: 12°, a table seen by who sits before it. Product photos
 * "from the side" are taken at 0 to 15°; shadow and ground must agree on it.
 */
export const CAMERA_TILT = 0.21;
