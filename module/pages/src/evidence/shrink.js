// A photo made smaller before it goes up: a phone's twelve megapixels cost a minute on bad
// reception, and the server keeps no more than this anyway. Knows nothing of the server.
const SIDE = 2048;
const BYTES = 1_500_000;
const QUALITY = 0.9;
const TAKEN = ['image/jpeg', 'image/png', 'image/webp'];

function toBlob(canvas) {
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY); });
}

async function redraw(file, bitmap) {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= BYTES && TAKEN.includes(file.type)) return file;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff'; // what is transparent becomes white there, too
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await toBlob(canvas);
  return blob ?? file;
}

/** The file itself where this browser cannot read it: the server judges then. */
export async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return file;
  }
  try {
    return await redraw(file, bitmap);
  } catch {
    return file;
  } finally {
    bitmap.close();
  }
}
