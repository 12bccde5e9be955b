import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as https from 'https';
import * as path from 'path';

export const ROOT = path.join(__dirname, '..', '..');

/** The account and region of the emulator. */
export const ENVIRONMENT = `aws://${process.env.AWS_ACCOUNT_ID ?? '123456789012'}/${process.env.AWS_REGION ?? 'us-east-1'}`;

/** The repository that bootstrapping makes. */
export const REPOSITORY = `cdk-hnb659fds-container-assets-${ENVIRONMENT.replace('aws://', '').replace('/', '-')}`;

/** The command line of the CDK, with what it printed. */
export function cdk(...args: string[]): { status: number | null; log: string } {
  return cdkIn(ROOT, ...args);
}

/** The same in another directory: whether `cdk.json` lies there decides if an app is synthesized. */
export function cdkIn(directory: string, ...args: string[]): { status: number | null; log: string } {
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'cdk'), args, {
    cwd: directory, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  return { status, log: `${stdout}${stderr}` };
}

/** `cdk deploy` of stacks of an app, all of them unless some are named. */
export function deploy(app: string, output: string, stacks: string[] = ['--all']): { status: number | null; log: string } {
  return cdk('deploy', ...stacks, '--require-approval', 'never', '--no-notices', '--progress', 'events', '--app', app, '--output', output);
}

/** The tags of the image assets of an assembly, by the display names of the assets. */
export function imageTags(assembly: string): Record<string, string> {
  const manifests = fs.readdirSync(assembly).filter(name => name.endsWith('.assets.json'));
  return Object.fromEntries(manifests.flatMap(name => {
    const { dockerImages } = JSON.parse(fs.readFileSync(path.join(assembly, name), 'utf8'));
    const images = Object.values<any>(dockerImages ?? {});
    return images.map(image => [image.displayName as string, Object.values<any>(image.destinations)[0].imageTag as string]);
  }));
}

/** Removes from the engine the images that the command line of the CDK built for an assembly, and the names by which they were pushed. */
export function removeImages(assembly: string): void {
  const tags = fs.existsSync(assembly) ? Object.values(imageTags(assembly)) : [];
  if (tags.length > 0) {
    spawnSync('docker', ['image', 'rm', ...tags.flatMap(tag => [`cdkasset-${tag}`, `${process.env.ECR_HOST}/${REPOSITORY}:${tag}`])]);
  }
}

/** The tags in the registry that stands for ECR. */
export function tagsInRegistry(repository: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    // the certificate is the stand-in's own
    https.get(`https://${process.env.ECR_HOST}/v2/${repository}/tags/list`, { rejectUnauthorized: false }, response => {
      let text = '';
      response.on('data', data => text += data);
      response.on('end', () => resolve(JSON.parse(text).tags ?? []));
    }).on('error', reject);
  });
}
