import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { goTool } from './go-tools';

/** What the documentation says cosign 3 verifies. */
export const COSIGN = 'github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3';

/** An image by its digest, and the key of KMS that is to have signed it. */
export interface Claim {
  readonly image: string;
  readonly keyArn: string;
  /** The address of KMS. */
  readonly kms: string;
}

/** The commands of the page, as they are printed. */
export function documentedCommands(): string[] {
  return [...fs.readFileSync('docs/signing.md', 'utf8').matchAll(/^cosign .*$/gm)].map(([command]) => command);
}

/** Runs a command of the page as it is printed. Gives what it ended with, and all it said. */
export async function runCosign(command: string, { image, keyArn, kms }: Claim): Promise<{ status: number | null; output: string }> {
  const program = goTool(COSIGN);
  // the registry and KMS answer in this process, so that it must not wait
  const child = spawn('bash', ['-c', command], {
    env: {
      ...process.env, PATH: `${path.dirname(program)}:${process.env.PATH}`, IMAGE: image, KEY_ARN: keyArn,
      AWS_ENDPOINT_URL_KMS: kms, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none',
      SSL_CERT_FILE: path.join(process.env.ENGINE_STATE ?? '', 'tls', 'ca.crt'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  [child.stdout, child.stderr].forEach(stream => stream.setEncoding('utf8').on('data', text => output += text));
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { status, output };
}
