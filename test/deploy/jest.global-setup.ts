import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import prepareEngine from '../container/jest.global-setup';
import { cdkIn, ENVIRONMENT } from './cdk';

const ATTEMPTS = 3;

export default async function prepare(): Promise<void> {
  prepareEngine();
  await bootstrap();
}

/** Prepares the account of the emulator for `cdk deploy`, once for all files of tests. */
async function bootstrap(): Promise<void> {
  // beside the cdk.json of the examples all of them would be synthesized first
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-nodejs-image-bootstrap-'));
  try {
    for (let attempt = 1; ; attempt++) {
      const { status, log } = cdkIn(directory, 'bootstrap', ENVIRONMENT);
      if (status === 0) {
        return;
      }
      if (attempt === ATTEMPTS) {
        throw new Error(`cdk bootstrap failed ${ATTEMPTS} times, the last time with:\n${log}`);
      }
      process.stderr.write(`cdk bootstrap failed, and the emulator is told to forget what it has:\n${log}\n`);
      await forgetEverything();
    }
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** An emulator that was used before may hold what it cannot answer with: no test has begun yet, so nothing is lost. */
async function forgetEverything(): Promise<void> {
  const response = await fetch(`${process.env.AWS_ENDPOINT_URL}/moto-api/reset`, { method: 'POST' });
  if (!response.ok) {
    throw new Error(`the emulator at AWS_ENDPOINT_URL (${process.env.AWS_ENDPOINT_URL}) answered ${response.status} to a reset`);
  }
}
