import type { Says } from '../commerce/says.ts';

/** Why a file can never be worked on; stands in the quarantine record. */
export type RefusalCode =
  | 'Empty'
  | 'NotAnImage'
  | 'Svg'
  | 'UnsupportedFormat'
  | 'TooManyBytes'
  | 'TooManyPixels'
  | 'TooManyFrames'
  | 'TooSmall'
  | 'Truncated'
  | 'Damaged';

export type WarningCode =
  | 'ExtensionDiffers'
  | 'FirstFrameOnly'
  | 'FirstPageOnly'
  | 'CmykConverted'
  | 'CmykWithoutProfile'
  | 'DepthReduced'
  | 'TrailingData'
  | 'DamagedMetadata'
  | 'LowResolution'
  | 'Blurred'
  | 'TooDark'
  | 'TooBright';

const TAKEN = 'JPEG, PNG, WebP, GIF, TIFF, AVIF';

/** Why a file was turned away and what to do about it; each names the measured value and the limit. */
export const refusals = {
  Empty: (): Says => ({
    en: 'The file is empty (0 bytes). Upload the photo again.',
    zh: '文件为空（0 字节），请重新上传照片。',
  }),
  NotAnImage: (): Says => ({
    en: `The file is not a picture, whatever its name says. Upload one of ${TAKEN}.`,
    zh: `文件内容不是图片（与文件名无关）。请上传 ${TAKEN} 格式的照片。`,
  }),
  Svg: (): Says => ({
    en: 'SVG drawings are not taken: they can carry scripts and links. Export the picture as PNG or JPEG.',
    zh: '不接受 SVG 矢量图：其中可能含有脚本和外部链接。请导出为 PNG 或 JPEG 后上传。',
  }),
  UnsupportedFormat: (name: string): Says => ({
    en: `The file is ${name}, which is not taken. Save the photo as one of ${TAKEN}.`,
    zh: `文件为 ${name} 格式，暂不支持。请另存为 ${TAKEN} 后上传。`,
  }),
  TooManyBytes: (megabytes: number, limit: number): Says => ({
    en: `The file has ${megabytes} MB, the limit is ${limit} MB. Save it smaller.`,
    zh: `文件大小为 ${megabytes} MB，上限为 ${limit} MB。请压缩后上传。`,
  }),
  TooManyPixels: (width: number, height: number, limit: number): Says => ({
    en: `The photo has ${width} × ${height} pixels, the limit is ${limit} megapixels. Save it smaller.`,
    zh: `照片为 ${width} × ${height} 像素，上限为 ${limit} 百万像素。请缩小后上传。`,
  }),
  TooManyFrames: (frames: number, limit: number): Says => ({
    en: `The file has ${frames} frames or pages, the limit is ${limit}. Upload a single photo.`,
    zh: `文件含 ${frames} 帧（页），上限为 ${limit}。请上传单张照片。`,
  }),
  TooSmall: (width: number, height: number, limit: number): Says => ({
    en: `The photo has ${width} × ${height} pixels; its long side needs at least ${limit}. Upload a larger one.`,
    zh: `照片为 ${width} × ${height} 像素，长边至少需 ${limit} 像素。请上传更大的照片。`,
  }),
  Truncated: (): Says => ({
    en: 'The file is incomplete: part of the photo is missing. Upload it again from the original.',
    zh: '文件不完整，照片缺失一部分。请用原文件重新上传。',
  }),
  Damaged: (): Says => ({
    en: 'The file is damaged and cannot be read safely. Upload it again from the original.',
    zh: '文件已损坏，无法安全读取。请用原文件重新上传。',
  }),
} satisfies Record<RefusalCode, (...values: never[]) => Says>;

/** What a person should know about a photo that was taken all the same. */
export const warnings = {
  ExtensionDiffers: (extension: string, format: string): Says => ({
    en: `The name ends in .${extension}, the content is ${format}. It was read by its content.`,
    zh: `文件扩展名为 .${extension}，实际内容为 ${format}，已按实际内容读取。`,
  }),
  FirstFrameOnly: (frames: number): Says => ({
    en: `The picture is animated (${frames} frames). Only the first frame is used.`,
    zh: `图片为动画（共 ${frames} 帧），仅使用第一帧。`,
  }),
  FirstPageOnly: (pages: number): Says => ({
    en: `The file has ${pages} pages. Only the first is used.`,
    zh: `文件共 ${pages} 页，仅使用第一页。`,
  }),
  CmykConverted: (): Says => ({
    en: 'The photo is in print colours (CMYK) and was converted to sRGB. Compare the colours with the product.',
    zh: '照片为印刷色彩（CMYK），已转换为 sRGB。请核对颜色与实物是否一致。',
  }),
  CmykWithoutProfile: (): Says => ({
    en: 'The photo is in print colours (CMYK) without a profile: its colours are an estimate. Compare with the product.',
    zh: '照片为印刷色彩（CMYK）且不含色彩配置文件，颜色为估算值。请核对颜色与实物是否一致。',
  }),
  DepthReduced: (bits: number): Says => ({
    en: `The photo has ${bits} bits a channel and was reduced to 8.`,
    zh: `照片每通道 ${bits} 位，已转换为 8 位。`,
  }),
  TrailingData: (bytes: number): Says => ({
    en: `${bytes} bytes stand after the end of the picture and were ignored.`,
    zh: `图片结束之后还有 ${bytes} 字节附加数据，已忽略。`,
  }),
  DamagedMetadata: (): Says => ({
    en: 'Some metadata of the file is damaged; the photo itself is complete.',
    zh: '文件的部分元数据已损坏，照片本身完整。',
  }),
  LowResolution: (longSide: number, wanted: number): Says => ({
    en: `The long side has ${longSide} pixels; channels with zoom want ${wanted} or more.`,
    zh: `照片长边为 ${longSide} 像素；支持放大的渠道建议 ${wanted} 像素以上。`,
  }),
  Blurred: (response: number): Says => ({
    en: `The photo looks out of focus (hardest edges: ${response} grey levels). Take it again if you can.`,
    zh: `照片疑似失焦（最清晰边缘仅 ${response} 灰阶）。如有条件请重新拍摄。`,
  }),
  TooDark: (percent: number): Says => ({
    en: `The photo is very dark (mean brightness ${percent} %).`,
    zh: `照片过暗（平均亮度 ${percent}%）。`,
  }),
  TooBright: (percent: number): Says => ({
    en: `The photo is overexposed: ${percent} % of it is pure white.`,
    zh: `照片过曝：${percent}% 的画面为纯白。`,
  }),
} satisfies Record<WarningCode, (...values: never[]) => Says>;
