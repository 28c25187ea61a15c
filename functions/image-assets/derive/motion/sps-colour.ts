/** Bits of a NAL unit's payload, most significant first. */
type Bits = number[];

/**
 * What the encoder writes says nothing about colour, so players guess: by height (Chromium: BT.709 from 720 lines
 * on), by platform, or always BT.601. Said here: BT.709 primaries, transfer and matrix (code 1 each), limited range.
 * Also said: no picture is shown out of order, so a player needs not hold frames back.
 * Bit layout: ITU-T H.264 (08/2021), 7.3.2.1.1 and E.1.1.
 * @param sps a sequence parameter set as the encoder writes it: Baseline, no VUI, with its one-byte header
 * @throws Error for any other
 */
export function describeColour(sps: Uint8Array): Buffer {
  const [header = 0, profile, , level = 0] = sps;
  if (profile !== 66) throw new Error(`expected a Baseline sequence parameter set, got profile ${profile}`);
  const bits = toBits(withoutEmulation(sps.subarray(4)));
  const end = vuiFlagAt(bits);
  if (bits[end] !== 0) throw new Error('the encoder describes its colours already');
  const payload = fromBits([...bits.slice(0, end), 1, ...VUI, 1]);
  // Neither slice groups nor redundant slices are used, which is what "constrained" (set 0 and set 1) promises:
  // phones' hardware decoders ask for it.
  return Buffer.concat([Buffer.from([header, profile, 0xc0, level]), withEmulation(payload)]);
}

const VUI: Bits = [
  0, // aspect_ratio_info_present_flag
  0, // overscan_info_present_flag
  1, // video_signal_type_present_flag
  ...fixed(5, 3), // video_format: unspecified
  0, // video_full_range_flag
  1, // colour_description_present_flag
  ...fixed(1, 8), // colour_primaries
  ...fixed(1, 8), // transfer_characteristics
  ...fixed(1, 8), // matrix_coefficients
  0, // chroma_loc_info_present_flag: left, as the standard has it
  0, // timing_info_present_flag: the container says it
  0, // nal_hrd_parameters_present_flag
  0, // vcl_hrd_parameters_present_flag
  0, // pic_struct_present_flag
  1, // bitstream_restriction_flag
  1, // motion_vectors_over_pic_boundaries_flag
  ...exponential(0), // max_bytes_per_pic_denom: no limit
  ...exponential(0), // max_bits_per_mb_denom: no limit
  ...exponential(16), // log2_max_mv_length_horizontal
  ...exponential(16), // log2_max_mv_length_vertical
  ...exponential(0), // max_num_reorder_frames
  ...exponential(1), // max_dec_frame_buffering
];

/** Position of vui_parameters_present_flag, behind the fields of a Baseline set. */
function vuiFlagAt(bits: Bits): number {
  let at = 0;
  const flag = () => bits[at++] === 1;
  const number = () => {
    let zeros = 0;
    while (bits[at] === 0) {
      zeros += 1;
      at += 1;
      if (zeros > 32) throw new Error('not a sequence parameter set');
    }
    const value = Number.parseInt(bits.slice(at, at + zeros + 1).join(''), 2) - 1;
    at += zeros + 1;
    return value;
  };
  number(); // seq_parameter_set_id
  number(); // log2_max_frame_num_minus4
  const orderType = number();
  if (orderType === 1) throw new Error('picture order type 1 is not expected of this encoder');
  if (orderType === 0) number(); // log2_max_pic_order_cnt_lsb_minus4
  number(); // max_num_ref_frames
  flag(); // gaps_in_frame_num_value_allowed_flag
  number(); // pic_width_in_mbs_minus1
  number(); // pic_height_in_map_units_minus1
  if (!flag()) flag(); // frame_mbs_only_flag, mb_adaptive_frame_field_flag
  flag(); // direct_8x8_inference_flag
  if (flag()) for (let edge = 0; edge < 4; edge += 1) number(); // frame cropping
  return at;
}

function fixed(value: number, length: number): Bits {
  return Array.from({ length }, (_, bit) => (value >> (length - 1 - bit)) & 1);
}

/** Unsigned Exp-Golomb code, ue(v). */
function exponential(value: number): Bits {
  const length = 32 - Math.clz32(value + 1);
  return [...fixed(0, length - 1), ...fixed(value + 1, length)];
}

function toBits(bytes: Uint8Array): Bits {
  return Array.from(bytes).flatMap((byte) => fixed(byte, 8));
}

function fromBits(bits: Bits): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) {
    if (bit) bytes[at >> 3] = (bytes[at >> 3] as number) | (0x80 >> (at & 7));
  }
  return bytes;
}

/** Takes out the 03 that keeps 00 00 0x from looking like a start code (7.4.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0));
}

function withEmulation(bytes: Uint8Array): Buffer {
  const guarded: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros === 2 && byte <= 3) {
      guarded.push(3);
      zeros = 0;
    }
    guarded.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(guarded);
}
