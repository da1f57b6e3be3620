import { seededRandom } from '../seed.ts';

/** A segment says its own length in 16 bits, these two bytes included; the marker's two come on top. */
const LONGEST_SEGMENT = 65_535 + 2;
const SHORTEST_SEGMENT = 4;

/** APP4: free for what makers of cameras and scanners add to a picture. */
const MAKER_SEGMENT = 0xe4;

/**
 * Lengthens a JPEG by exactly `extra` bytes with maker's data, as cameras leave it beside the picture: segments that
 * every reader skips (ITU T.81, B.2.4.6). The bytes come from `seed`. Fewer than four bytes cannot be added: then,
 * and for a negative number, the picture stays as it is.
 */
export function lengthenJpeg(picture: Uint8Array, extra: number, seed: number): Uint8Array {
  if (picture[0] !== 0xff || picture[1] !== 0xd8) throw new TypeError('not a JPEG');
  if (extra < SHORTEST_SEGMENT) return picture;
  const at = afterFirstSegment(picture);
  const longer = new Uint8Array(picture.length + extra);
  longer.set(picture.subarray(0, at));
  fillSegments(longer.subarray(at, at + extra), seed);
  longer.set(picture.subarray(at), at + extra);
  return longer;
}

/** JFIF's own segment must stay the first one. */
function afterFirstSegment(picture: Uint8Array): number {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  return picture[3] === 0xe0 ? 4 + view.getUint16(4) : 2;
}

function fillSegments(room: Uint8Array, seed: number): void {
  const random = seededRandom(seed);
  const view = new DataView(room.buffer, room.byteOffset, room.byteLength);
  let at = 0;
  while (at < room.length) {
    const left = room.length - at;
    let length = Math.min(left, LONGEST_SEGMENT);
    if (left > length && left - length < SHORTEST_SEGMENT) length -= SHORTEST_SEGMENT;
    view.setUint8(at, 0xff);
    view.setUint8(at + 1, MAKER_SEGMENT);
    view.setUint16(at + 2, length - 2);
    for (let byte = at + 4; byte < at + length; byte += 4) {
      const bits = random();
      for (let of = 0; of < 4 && byte + of < at + length; of += 1) view.setUint8(byte + of, (bits >>> (of * 8)) & 0xff);
    }
    at += length;
  }
}
