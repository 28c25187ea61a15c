import sharp, { type Sharp } from 'sharp';

const side = 640;

/** A small, easy studio photo: one saturated shape, half the frame wide, on a plain light backdrop. */
export async function easyPhoto(colour = '#b03020', width = side): Promise<Buffer> {
  return await render(shape('#f6f6f6', colour), width).jpeg({ quality: 92 }).toBuffer();
}

/** Stripes from edge to edge: no product can be told from a backdrop, so a person has to look. */
export async function doubtfulPhoto(seed = 1): Promise<Buffer> {
  const stripes = Array.from({ length: 20 }, (_, index) => {
    const hue = (index * 67 + seed * 31) % 360;
    return `<rect x="${index * 50}" y="0" width="50" height="1000" fill="hsl(${hue} 60% 50%)"/>`;
  });
  return await render(stripes.join(''), side).jpeg({ quality: 92 }).toBuffer();
}

/** The easy photo as a sharp pipeline, to be stored in another way. */
export function easyDrawing(colour = '#b03020', width = side): Sharp {
  return render(shape('#f6f6f6', colour), width);
}

function shape(backdrop: string, colour: string): string {
  return `<rect width="1000" height="1000" fill="${backdrop}"/>
    <rect x="250" y="200" width="500" height="600" rx="60" fill="${colour}"/>
    <rect x="330" y="300" width="340" height="120" rx="20" fill="#ffe9b0"/>
    <circle cx="500" cy="600" r="110" fill="#203040"/>`;
}

/** The SVG is our own text, never an uploaded file. */
function render(drawing: string, width: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" width="${width}" height="${width}">${drawing}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}
