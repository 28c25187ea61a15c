import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp, { type Sharp } from 'sharp';
import type { Raster } from '../../../functions/image-assets/raster.ts';

/** What the service does with one request. */
export type Behaviour =
  /** Cuts out along the true outline. */
  | 'honest'
  /** The same, in half the size. */
  | 'another-size'
  /** The same, cropped to the product, as services do when told to. */
  | 'another-shape'
  /** The outline moved by an eighth of the picture. */
  | 'moved'
  | 'no-alpha'
  | 'all-transparent'
  | 'all-opaque'
  /** Bytes that are no picture, under the type of one. */
  | 'junk'
  /** A page under the status of success: a proxy, a login. */
  | 'html'
  /** Says nothing. */
  | 'silent'
  /** Closes the connection without an answer. */
  | 'break'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly code?: string };

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly fields: Readonly<Record<string, string>>;
  readonly picture: Buffer;
  readonly style: 'openai' | 'remove-bg';
}

/** A photo that the service knows the true outline of. */
export interface Known {
  readonly photo: Raster;
  /** Opacity, one byte a pixel. */
  readonly truth: Buffer;
}

/** Tokens that every picture of the OpenAI style is charged with: 0.04 USD and a bit with the models of 2026. */
export const USAGE = {
  input_tokens: 1300,
  input_tokens_details: { image_tokens: 1000, text_tokens: 300 },
  output_tokens: 1056,
  total_tokens: 2356,
};

/**
 * An image service on a free port of this machine that speaks both styles: `/v1/images/edits` as OpenAI does, `/v1.0/removebg`
 * as remove.bg does. It does what it was scripted to, request by request, then what stands last.
 */
export class ScriptedImageService {
  readonly received: ReceivedRequest[] = [];
  readonly #known: Known[] = [];
  readonly #server: Server;
  #script: Behaviour[] = ['honest'];

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '/', headers } = request;
        void this.#serve(url, headers, Buffer.concat(chunks), response).catch((error: unknown) => {
          response.writeHead(599, { 'content-type': 'text/plain' }).end(String(error));
        });
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  knows(...known: Known[]): void {
    this.#known.push(...known);
  }

  /** From now on; the last one stays. */
  does(...script: Behaviour[]): void {
    this.#script = script;
    this.received.length = 0;
  }

  async #serve(
    path: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const style = path.endsWith('/images/edits') ? 'openai' : 'remove-bg';
    if (style === 'remove-bg' && !path.endsWith('/removebg')) {
      response.writeHead(404).end();
      return;
    }
    const type = { 'content-type': headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers: type }).formData();
    const file = form.get(style === 'openai' ? 'image' : 'image_file');
    if (!(file instanceof File)) throw new Error('no picture was sent');
    const fields = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<
      string,
      string
    >;
    const picture = Buffer.from(await file.arrayBuffer());
    this.received.push({ path, headers, fields, picture, style });
    const behaviour = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
    const isEdit = fields.background === 'opaque';
    await this.#answer(behaviour ?? 'honest', style, picture, isEdit, response);
  }

  async #answer(
    behaviour: Behaviour,
    style: ReceivedRequest['style'],
    picture: Buffer,
    isEdit: boolean,
    response: ServerResponse,
  ): Promise<void> {
    if (behaviour === 'silent') return;
    if (behaviour === 'break') response.destroy();
    else if (behaviour === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in</body></html>');
    } else if (typeof behaviour === 'object') refuse(style, behaviour, response);
    else {
      const draw = isEdit ? drawScene : (one: Behaviour, sent: Buffer) => this.#cut(one, sent);
      const made = behaviour === 'junk' ? Buffer.from('not a picture') : await draw(behaviour, picture);
      if (style === 'openai') {
        const answer = { created: 1, data: [{ b64_json: made.toString('base64') }], usage: USAGE };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      } else {
        response.writeHead(200, { 'content-type': 'image/png', 'x-credits-charged': '1' }).end(made);
      }
    }
  }

  async #cut(behaviour: Behaviour, picture: Buffer): Promise<Buffer> {
    const photo = sharp(picture).removeAlpha();
    const { width, height } = await sharp(picture).metadata();
    if (behaviour === 'no-alpha') return await photo.png().toBuffer();
    if (behaviour === 'all-opaque') return await photo.ensureAlpha(1).png().toBuffer();
    if (behaviour === 'all-transparent') return await photo.ensureAlpha(0).png().toBuffer();
    const { raster, truth } = await this.#find(picture);
    // As large and where the photo stands in what was sent: in its middle, with a margin where the shapes differ.
    const alpha = await sharp(truth, { raw: { ...raster, channels: 1 } })
      .resize(width, height, { fit: 'contain', background: '#000000' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    const moved = behaviour === 'moved' ? roll(alpha, width, Math.round(width / 8)) : alpha;
    // Its own pipeline: sharp would take the joined channel off again with `removeAlpha`.
    const cut = await sharp(await photo.raw().toBuffer(), { raw: { width, height, channels: 3 } })
      .joinChannel(moved, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    if (behaviour === 'another-size')
      return await sharp(cut)
        .resize(Math.round(width / 2))
        .png()
        .toBuffer();
    if (behaviour === 'another-shape') return await sharp(cut).trim().png().toBuffer();
    return cut;
  }

  /** The known photo that looks most like what was sent. */
  async #find(picture: Buffer): Promise<{ raster: { width: number; height: number }; truth: Buffer }> {
    const sent = await signature(sharp(picture));
    let best: { off: number; known: Known } | undefined;
    for (const known of this.#known) {
      const { width, height, channels, data } = known.photo;
      const mine = await signature(sharp(data, { raw: { width, height, channels } }));
      const off = mine.reduce((sum, value, at) => sum + Math.abs(value - (sent[at] ?? 0)), 0);
      if (best === undefined || off < best.off) best = { off, known };
    }
    if (best === undefined) throw new Error('the service knows no photo');
    const { photo, truth } = best.known;
    return { raster: { width: photo.width, height: photo.height }, truth };
  }
}

/** Puts what was sent on white before a wall with a floor, under a lamp that takes a little from everything. */
async function drawScene(behaviour: Behaviour, picture: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (behaviour === 'all-opaque') return await sharp(picture).png().toBuffer();
  const moved = behaviour === 'moved' ? Math.round(width / 12) : 0;
  const drawn = Buffer.alloc(data.length);
  for (let at = 0; at < width * height; at += 1) {
    const x = at % width;
    const y = Math.floor(at / width);
    const from = (y * width + Math.max(0, x - moved)) * 3;
    const isProduct = Math.min(data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0) < 250;
    const ground = y > 0.72 * height ? [120, 96, 70] : [168, 176, 170];
    for (let c = 0; c < 3; c += 1) {
      const level = isProduct ? 0.94 * (data[from + c] ?? 0) : (ground[c] ?? 0) - (12 * x) / width;
      drawn[at * 3 + c] = Math.round(level);
    }
  }
  const scene = sharp(drawn, { raw: { width, height, channels: 3 } });
  return await (behaviour === 'another-shape'
    ? scene.extract({ left: 0, top: 0, width, height: Math.round(height / 2) })
    : scene
  )
    .png()
    .toBuffer();
}

async function signature(picture: Sharp): Promise<Buffer> {
  return await picture.removeAlpha().resize(16, 16, { fit: 'fill' }).raw().toBuffer();
}

/** To the right, the rest comes in on the left. */
function roll(alpha: Buffer, width: number, by: number): Buffer {
  return Buffer.from(
    alpha.map((_, at) => alpha[at - (at % width) + (((at % width) - by + width) % width)] ?? 0),
  );
}

/** In the words of the vendor's published reference. */
function refuse(
  style: ReceivedRequest['style'],
  { status, headers = {}, code }: Exclude<Behaviour, string>,
  response: ServerResponse,
): void {
  const body =
    style === 'openai'
      ? { error: { message: 'the service’s own words', type: 'an_error', param: null, code: code ?? null } }
      : { errors: [{ title: 'the service’s own words', ...(code === undefined ? {} : { code }) }] };
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(status >= 300 && status < 400 ? '' : JSON.stringify(body));
}
