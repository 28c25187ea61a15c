/** Origins that the console talks to besides its own. */
export interface OutsideOrigins {
  /** The user pool's own domain: the browser asks it for tokens. */
  readonly signIn: string;
  /** The bucket that forms are posted to. */
  readonly inbox: string;
}

/**
 * What the console's page may load and whom it may talk to. Everything is of its own origin, no script or style stands in
 * the page, and nobody puts it into a frame.
 */
export function consolePolicy({ signIn, inbox }: OutsideOrigins): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    // `blob:` shows a file before it is uploaded, `data:` small icons inside style sheets.
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self' ${signIn} ${inbox}`,
    `form-action 'self' ${signIn}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * For files that people brought, served by the console's own origin: whatever is in them is shown, and never runs. `sandbox`
 * takes the origin away from a page opened by its address.
 */
export const broughtFilePolicy = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * For files that we made. Among them are pages that turn a product, with a script of their own: it runs without an origin,
 * reaches nobody, and knows nothing of whoever is signed in.
 */
export const madeFilePolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
