import { zipSync } from 'fflate';
import { StepFailure } from '../step';

/** Most bytes that the format has room for. */
const MOST_BYTES = 2 ** 32 - 1;
/** The first day that the format knows, wherever it is packed. */
const DAY = new Date(1980, 0, 1);

/** An archive with one file, which is what CodeBuild takes from S3. The same content gives the same bytes. */
export function zipOf(name: string, content: Buffer): Buffer {
  if (content.length + 200 > MOST_BYTES) {
    throw new StepFailure(`${name} has ${content.length} bytes, and CodeBuild takes archives of less than 4 GiB`);
  }
  return Buffer.from(zipSync({ [name]: content }, { mtime: DAY }));
}
