// npm run icons: draws resources/icons/*.png, icon.ico and icon.icns from the two SVG files beside them.
// Needs rsvg-convert (Debian: librsvg2-bin); run it after a change of the drawing and commit what it makes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { inRoot } from './setup/project.mjs';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const smallest = 48; // up to here the simpler drawing is clearer

const folder = (name) => inRoot('resources', 'icons', name);

/** A drawing of that many pixels a side, as PNG. */
function draw(size) {
  const source = folder(size <= smallest ? 'icon-small.svg' : 'icon.svg');
  return execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), source]);
}

/** An .ico of PNG pictures (Windows Vista and later); 256 is written as 0. */
function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * index;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** The types of Apple's icon format that hold PNG, by pixels; the second name is the double-density one. */
const appleTypes = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

function icns(pictures) {
  const parts = pictures.flatMap(({ size, png }) =>
    (appleTypes[size] ?? []).map((type) => {
      const head = Buffer.alloc(8);
      head.write(type, 'latin1');
      head.writeUInt32BE(png.length + 8, 4);
      return Buffer.concat([head, png]);
    }),
  );
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

const pictures = sizes.map((size) => ({ size, png: draw(size) }));
for (const { size, png } of pictures) fs.writeFileSync(folder(`${size}x${size}.png`), png);
fs.writeFileSync(folder('icon.ico'), ico(pictures.filter(({ size }) => size <= 256)));
fs.writeFileSync(folder('icon.icns'), icns(pictures));
