import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { PICTURE_BYTES } from '../../../src-main/contract/terms.ts';
import { ChosenFiles } from '../../../src-main/shell/files.ts';

/** A picture by its first bytes, with so many in all. */
const png = (bytes: number) => {
  const picture = new Uint8Array(bytes);
  picture.set(Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154', 'hex'));
  return picture;
};
const refusal = (of: Promise<unknown>) => expect(of).rejects;

test('a pasted picture becomes a file by what its bytes are, and can be attached but not read from the disk', async () => {
  const files = new ChosenFiles();
  const { token, name, size } = await files.paste('Screenshot 2026-11-24 10.00.00', png(5_000));
  expect({ name, size }).toEqual({ name: 'Screenshot 2026-11-24 10.00.00.png', size: 5_000 });
  expect(files.attachable(token)).toMatchObject({ name, size: 5_000 });
  expect(() => files.get(token)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('what is no picture is refused, whatever it is called, and so is a picture that is too large', async () => {
  const files = new ChosenFiles();
  const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>');
  await refusal(files.paste('x.png', page)).toMatchObject({ code: 'refused', detail: { reason: 'no-picture' } });
  await refusal(files.paste('x', randomBytes(64))).toMatchObject({ detail: { reason: 'no-picture' } });
  await refusal(files.paste('x', new Uint8Array())).toMatchObject({ detail: { reason: 'no-picture' } });
  await refusal(files.paste('x', png(PICTURE_BYTES + 1))).toMatchObject({
    code: 'too-large',
    detail: { reason: 'picture' },
  });
});

test('pictures that wait are held to a size in all; those let go, or of an office that was closed, take no room', async () => {
  const files = new ChosenFiles();
  const large = png(PICTURE_BYTES);
  const tokens: string[] = [];
  for (let n = 0; n < 4; n += 1) tokens.push((await files.paste('x', large)).token);
  await refusal(files.paste('x', png(100))).toMatchObject({ code: 'too-large', detail: { reason: 'pictures' } });
  files.letGo(tokens.slice(0, 1));
  expect(() => files.attachable(tokens[0] ?? '')).toThrow();
  await files.paste('x', large);
  files.forget();
  for (let n = 0; n < 4; n += 1) await files.paste('x', large);
});
