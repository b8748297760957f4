const BOUNDARY = 'fuzz-0123456789';
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** What a browser sends for a form with one file. */
export function formWith(fileName: string, content: Buffer): Buffer {
  const head =
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
