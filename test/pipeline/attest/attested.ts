import { createHash, generateKeyPairSync, KeyObject, verify } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { ImageSbom } from '../../../lib';
import { stepBuildspec } from '../../../lib/codebuild/buildspec/step-buildspec';
import { AwsScript, runScripted, ScriptedRun } from '../../shell/scripted-run';
import { directoryWith } from '../../temporary';

export const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api';
export const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/one';
export const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
export const PROVENANCE = 'https://slsa.dev/provenance/v1';
const RAW = 'docker buildx imagetools inspect';
const ATTEST = stepBuildspec({ name: 'attest' });

/** A statement that is attached, whose signature is checked by Node.js itself. */
export interface Attached {
  readonly statement: any;
  readonly envelope: any;
}

/** A repository with images that refer to nothing, and who signs. */
export class Registry {
  public readonly digest: string;
  public readonly publicKey: KeyObject;
  private readonly directory = directoryWith({ 'blobs/.keep': '', 'referrers/.keep': '', 'manifests/.keep': '' });

  constructor(private readonly manifest: object = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' }) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.publicKey = publicKey;
    this.write('one.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    this.digest = this.add(manifest);
  }

  /** Adds a manifest. */
  public add(manifest: object): string {
    const text = JSON.stringify(manifest);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    this.write(`manifests/${digest}`, text);
    return digest;
  }

  /** Puts the tool for an SBOM where it is downloaded from; gives its sum. */
  public addTool(archive: Buffer): string {
    this.write('tool.tar.gz', archive);
    return createHash('sha256').update(archive).digest('hex');
  }

  /** Runs the step. */
  public attest({ sbom, environment, script }: { sbom?: ImageSbom; environment?: Record<string, string>; script?: AwsScript } = {}): ScriptedRun {
    return runScripted(ATTEST, {
      REPOSITORY, KEY_ARN, IMAGE_DIGEST: this.digest, CONTENT_TAG: 'c0ffee', BUILDER: 'pipeline', SBOM: sbom?._variable() ?? '{}',
      REGISTRY_FILES: this.directory, KEYS: this.directory, ...environment,
    }, { [RAW]: [{ json: this.manifest }], ...script }, { world: ['registry', 'kms'] });
  }

  /** What is attached to an image, in its order. */
  public attached(digest = this.digest): Attached[] {
    const list = path.join(this.directory, 'referrers', digest);
    const lines = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').trimEnd().split('\n') : [];
    return lines.map(line => {
      const { layers: [{ digest: layer }] } = JSON.parse(this.read(`manifests/${JSON.parse(line).digest}`));
      const { dsseEnvelope: envelope } = JSON.parse(this.read(`blobs/${layer}`));
      return { envelope, statement: JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')) };
    });
  }

  /** Changes what is attached, as somebody would who may push, but not sign. */
  public tamper(change: (envelope: any) => void): void {
    for (const name of fs.readdirSync(path.join(this.directory, 'blobs'))) {
      const bundle = JSON.parse(this.read(`blobs/${name}`) || '{}');
      if (!bundle.dsseEnvelope) continue;
      change(bundle.dsseEnvelope);
      this.write(`blobs/${name}`, JSON.stringify(bundle));
    }
  }

  /** Makes what refers to one image refer to another, as a registry would that is not to be trusted. */
  public move(from: string, to: string): void {
    fs.renameSync(path.join(this.directory, 'referrers', from), path.join(this.directory, 'referrers', to));
  }

  private read(name: string): string {
    return fs.readFileSync(path.join(this.directory, name), 'utf8');
  }

  private write(name: string, content: string | Buffer): void {
    fs.writeFileSync(path.join(this.directory, name), content);
  }
}

/**
 * Whether the signature of an envelope is one by a key.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
 */
export function verified({ payload, payloadType, signatures: [{ sig }] }: any, key: KeyObject): boolean {
  const text = Buffer.from(payload, 'base64');
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${text.length} `), text]);
  return verify('sha256', signed, key, Buffer.from(sig, 'base64'));
}
